import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Section } from '@/components/ui/card'
import { Pill, type PillProps } from '@/components/ui/pill'
import { SummaryList } from '@/components/ui/summary-list'
import type { OwnRule } from '@/lib/incidents/incident-rules'

/** How the interface and the books are now, what was measured of them, and the bank's own incidents. */
export function InterfaceStateView({ view }: { view: StateView }) {
  const t = useTranslations('status')
  const formats = useFormats()
  const [, longest] = view.measured
  return (
    <>
      <Section id="now" title={t('now', { date: formats.dateTime(view.checkedAt) })}>
        <SummaryList
          rows={view.parts.map(({ part, is, since }) => ({
            id: part,
            term: t(part),
            detail: (
              <>
                <Pill {...LOOKS[is]}>{t(`is.${is}`)}</Pill>{' '}
                <span className="text-muted text-small">
                  {since ? t('since', { date: formats.dateTime(since) }) : is === 'up' ? t('long') : null}
                </span>
              </>
            ),
          }))}
        />
      </Section>
      {view.measured.length === 0 ? null : (
        <>
          <Section id="measured" title={t('measured')}>
            <SummaryList
              rows={view.measured.map(({ days, calls, percent }) => ({
                id: `${days}`,
                term: t('days', { days }),
                detail:
                  percent === null
                    ? t('noCalls')
                    : t('answered', { percent: formats.number(percent), calls: formats.number(calls) }),
              }))}
            />
            <p className="mt-3 max-w-[62ch] text-muted text-small">
              {t('how')} {longest?.since ? t('measuredSince', { date: formats.date(longest.since) }) : null}
            </p>
          </Section>
          <Section id="incidents" title={t('incidents')}>
            {view.incidents.length === 0 ? (
              <p>{t('none')}</p>
            ) : (
              <ul className="grid gap-3">
                {view.incidents.map(({ id, rule, from, until }) => (
                  <li key={id}>
                    <p className="font-strong">{t(`what.${rule}`)}</p>
                    <p className="text-muted text-small">
                      {until
                        ? t('lasted', { from: formats.dateTime(from), until: formats.dateTime(until) })
                        : t('lasts', { from: formats.dateTime(from) })}
                    </p>
                  </li>
                ))}
              </ul>
            )}
          </Section>
        </>
      )}
    </>
  )
}

const LOOKS: Record<PartView['is'], Pick<PillProps, 'tone' | 'icon'>> = {
  up: { tone: 'active', icon: 'tick' },
  partly: { tone: 'expiring', icon: 'info' },
  down: { tone: 'revoked', icon: 'cross' },
}

type PartView = { part: 'interface' | 'books'; is: 'up' | 'partly' | 'down'; since: string | null }

/** Times are instants. `percent` null: nobody called. `until` null: it is not over. `measured` is empty where nothing is known. */
export type StateView = {
  checkedAt: string
  parts: PartView[]
  measured: { days: number; calls: number; percent: number | null; since: string | null }[]
  incidents: { id: string; rule: OwnRule; from: string; until: string | null }[]
}
