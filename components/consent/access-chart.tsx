import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useFormats } from '@/components/format'
import { Card } from '@/components/ui/card'
import { AccessBars } from './access-bars'
import { AccessSentence } from './access-sentence'
import { AccessTable } from './access-table'
import { type AccessView, barsOf, looksOf } from './access-view'
import { useAppUser } from './use-app-user'

/** When a third party looked: a sentence, the strip of days that draws it, and the same as a table. */
export function AccessChart({ access, tpp }: { access: AccessView; tpp: string }) {
  const t = useTranslations('chart')
  const formats = useFormats()
  const who = useAppUser(access.user)
  const bars = barsOf(access)
  const looked = bars.some((bar) => looksOf(bar) > 0)
  const daily = bars.length === access.days.length
  const first = access.days.at(0)?.date
  const last = access.days.at(-1)?.date
  return (
    <Card>
      <Spans spans={access.spans} />
      <p>
        <AccessSentence days={access.days} tpp={tpp} user={access.user} usualHour={access.usualHour} />
      </p>
      {looked && first && last ? (
        <>
          <AccessBars
            access={access}
            bars={bars}
            label={t(daily ? 'label' : 'labelWeeks', { from: formats.day(first), to: formats.day(last) })}
            limitLabel={
              access.awayPerDay === null || !daily
                ? null
                : t('limit', { count: access.awayPerDay, user: who.user })
            }
          />
          <Legend
            failed={access.days.some((day) => day.failed > 0)}
            refused={access.days.some((day) => day.refused > 0)}
            user={access.user}
          />
          {daily ? null : <p className="mt-2 text-muted text-small">{t('weekly')}</p>}
          <AccessTable access={access} bars={bars} />
        </>
      ) : null}
    </Card>
  )
}

/** How far back: links, so that the address says what is seen. */
function Spans({ spans }: { spans: AccessView['spans'] }) {
  const t = useTranslations('chart')
  return (
    <nav aria-label={t('spans')} className="-mt-1 mb-2">
      <ul className="flex flex-wrap gap-x-1 gap-y-1">
        {spans.map(({ days, href, current }) => (
          <li key={days}>
            <a
              aria-current={current ? 'true' : undefined}
              className="inline-flex min-h-11 items-center rounded-pill border border-transparent px-3 text-muted text-small no-underline hover:text-ink forced-colors:not-aria-[current]:border-[color:Canvas] aria-[current]:border-control aria-[current]:font-strong aria-[current]:text-ink"
              href={href}
            >
              {t('span', { days })}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Legend({ refused, failed, user }: LegendProps) {
  const t = useTranslations('chart')
  const who = useAppUser(user)
  return (
    <ul className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-label text-muted">
      <LegendKey className="fill-chart-1 chart-solid" label={t.rich('withYou', who)} />
      <LegendKey className="chart-hatch" fill="url(#hatch)" label={t.rich('away', who)} />
      {refused || failed ? (
        <LegendKey
          className="chart-outline fill-transparent stroke-chart-2"
          label={t(refused ? (failed ? 'nothingKey' : 'refusedKey') : 'failedKey')}
        />
      ) : null}
    </ul>
  )
}

type LegendProps = { refused: boolean; failed: boolean; user: string | null }

function LegendKey({ className, fill, label }: { className: string; fill?: string; label: ReactNode }) {
  return (
    <li className="flex items-center gap-1.5">
      <svg aria-hidden="true" height="14" width="14">
        <rect className={className} fill={fill} height="12" rx="2" strokeWidth="1.5" width="12" x="1" y="1" />
      </svg>
      {label}
    </li>
  )
}
