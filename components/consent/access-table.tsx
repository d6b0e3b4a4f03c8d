import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Icon } from '@/components/ui/icon'
import { Table } from '@/components/ui/table'
import type { AccessView } from './access-view'

/** The chart as a table, newest day first, only days with a look; opens without a script. */
export function AccessTable({ access }: { access: AccessView }) {
  const t = useTranslations('chart')
  const formats = useFormats()
  const failures = access.days.some((day) => day.failed > 0)
  const days = access.days.filter((day) => day.withYou + day.away + day.refused + day.failed > 0).toReversed()
  return (
    <details className="group mt-2">
      <summary className="inline-flex min-h-11 items-center gap-1.5 rounded-control text-primary text-small underline decoration-1 underline-offset-4">
        {t('table')}
        <Icon className="turns group-open:rotate-180" name="down" size={16} />
      </summary>
      <Table
        caption={t('caption')}
        columns={[
          { id: 'day', label: t('day') },
          { id: 'withYou', label: t('presentYes'), number: true },
          { id: 'away', label: t('presentNo'), number: true },
          { id: 'refused', label: t('refusedKey'), number: true },
          ...(failures ? [{ id: 'failed', label: t('failedKey'), number: true }] : []),
        ]}
        rows={days.map((day) => ({
          id: day.date,
          cells: {
            day: access.dayHrefPrefix ? (
              <a href={`${access.dayHrefPrefix}${day.date}#calls`}>{formats.day(day.date)}</a>
            ) : (
              formats.day(day.date)
            ),
            withYou: formats.number(day.withYou),
            away: formats.number(day.away),
            refused: formats.number(day.refused),
            ...(failures && { failed: formats.number(day.failed) }),
          },
        }))}
      />
      {days.length < access.days.length ? (
        <p className="mt-2 text-muted text-small">{t('otherDays')}</p>
      ) : null}
    </details>
  )
}
