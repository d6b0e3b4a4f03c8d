import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Icon } from '@/components/ui/icon'
import { Table } from '@/components/ui/table'
import { type AccessBar, type AccessView, looksOf } from './access-view'
import { useAppUser } from './use-app-user'

/** The chart as a table, newest first, only days or weeks with a look; opens without a script. */
export function AccessTable({ access, bars }: { access: AccessView; bars: AccessBar[] }) {
  const t = useTranslations('chart')
  const formats = useFormats()
  const who = useAppUser(access.user)
  const failures = bars.some((bar) => bar.failed > 0)
  const daily = bars.length === access.days.length
  const looked = bars.filter((bar) => looksOf(bar) > 0).toReversed()
  return (
    <details className="group mt-2">
      <summary className="inline-flex min-h-11 items-center gap-1.5 rounded-control text-primary text-small underline decoration-1 underline-offset-4">
        {t('table')}
        <Icon className="turns group-open:rotate-180" name="down" size={16} />
      </summary>
      <Table
        caption={t(daily ? 'caption' : 'captionWeeks')}
        columns={[
          { id: 'day', label: t(daily ? 'day' : 'week') },
          { id: 'withYou', label: t.rich('presentYes', who), number: true },
          { id: 'away', label: t.rich('presentNo', who), number: true },
          { id: 'refused', label: t('refusedKey'), number: true },
          ...(failures ? [{ id: 'failed', label: t('failedKey'), number: true }] : []),
        ]}
        rows={looked.map((bar) => ({
          id: bar.first,
          cells: {
            day: (
              <a href={`${access.dayHrefPrefix}${bar.day}#calls`}>
                {daily ? formats.day(bar.first) : formats.days(bar.first, bar.last)}
              </a>
            ),
            withYou: formats.number(bar.withYou),
            away: formats.number(bar.away),
            refused: formats.number(bar.refused),
            ...(failures && { failed: formats.number(bar.failed) }),
          },
        }))}
      />
      {looked.length < bars.length ? (
        <p className="mt-2 text-muted text-small">{t(daily ? 'otherDays' : 'otherWeeks')}</p>
      ) : null}
    </details>
  )
}
