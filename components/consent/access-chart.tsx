import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Card } from '@/components/ui/card'
import { AccessBars } from './access-bars'
import { AccessSentence } from './access-sentence'
import { AccessTable } from './access-table'
import type { AccessDay, AccessView } from './access-view'

/** When a third party looked: a sentence, the strip of days that draws it, and the same as a table. */
export function AccessChart({ access, tpp }: { access: AccessView; tpp: string }) {
  const t = useTranslations('chart')
  const formats = useFormats()
  const looked = access.days.some((day) => total(day) > 0)
  const first = access.days.at(0)?.date
  const last = access.days.at(-1)?.date
  return (
    <Card>
      <p>
        <AccessSentence days={access.days} tpp={tpp} />
      </p>
      {looked && first && last ? (
        <>
          <AccessBars
            access={access}
            label={t('label', { from: formats.day(first), to: formats.day(last) })}
            limitLabel={access.awayPerDay === null ? null : t('limit', { count: access.awayPerDay })}
          />
          <Legend
            failed={access.days.some((day) => day.failed > 0)}
            refused={access.days.some((day) => day.refused > 0)}
          />
          <AccessTable access={access} />
        </>
      ) : null}
    </Card>
  )
}

function Legend({ refused, failed }: { refused: boolean; failed: boolean }) {
  const t = useTranslations('chart')
  return (
    <ul className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-label text-muted">
      <LegendKey className="fill-chart-1 chart-solid" label={t('withYou')} />
      <LegendKey className="chart-hatch" fill="url(#hatch)" label={t('away')} />
      {refused || failed ? (
        <LegendKey
          className="chart-outline fill-transparent stroke-chart-2"
          label={t(refused ? (failed ? 'nothingKey' : 'refusedKey') : 'failedKey')}
        />
      ) : null}
    </ul>
  )
}

function LegendKey({ className, fill, label }: { className: string; fill?: string; label: string }) {
  return (
    <li className="flex items-center gap-1.5">
      <svg aria-hidden="true" height="14" width="14">
        <rect className={className} fill={fill} height="12" rx="2" strokeWidth="1.5" width="12" x="1" y="1" />
      </svg>
      {label}
    </li>
  )
}

function total(day: AccessDay): number {
  return day.withYou + day.away + day.refused + day.failed
}
