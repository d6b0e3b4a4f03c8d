import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Card, Section } from '@/components/ui/card'
import { Icon } from '@/components/ui/icon'
import { tags } from '@/components/ui/rich-text'
import { Table } from '@/components/ui/table'
import type { AccessCall, DayCallsView } from './access-view'
import { useAppUser } from './use-app-user'

/** Each call of one day: when, what, which account, and whether it was shown, refused or failed. */
export function DayCalls({ view, tpp }: { view: DayCallsView; tpp: string }) {
  const t = useTranslations('chart')
  const formats = useFormats()
  const who = useAppUser(view.user)
  return (
    <Section id="calls" title={t.rich('callsOn', { date: formats.day(view.date), tpp, ...tags })}>
      <Card>
        {view.calls.length === 0 ? (
          <p className="text-muted">{t('noCalls')}</p>
        ) : (
          // Counted in letters, not in pixels: with large text the columns no longer fit beside each other.
          <div className="@container">
            <Table
              caption={t('calls')}
              columns={[
                { id: 'time', label: t('time'), phone: 'max-xs:col-start-1 max-xs:row-start-1' },
                { id: 'what', label: t('what'), phone: 'max-xs:col-start-2 max-xs:row-start-1' },
                { id: 'account', label: t('account'), phone: `max-xs:col-start-2 ${UNDER}` },
                {
                  id: 'present',
                  label: t('whenWho', { user: who.user }),
                  phone: `max-xs:col-start-3 max-xs:text-end ${UNDER}`,
                },
                {
                  id: 'result',
                  label: t('result'),
                  phone: 'max-xs:col-start-3 max-xs:row-start-1 max-xs:text-end',
                },
              ]}
              phoneRow="max-xs:grid max-xs:grid-cols-[2.75rem_repeat(2,minmax(0,1fr))] max-xs:gap-x-2 @max-[13rem]:block!"
              rows={view.calls.map((call) => ({
                id: call.id,
                cells: {
                  time: <time dateTime={call.at}>{formats.time(call.at)}</time>,
                  what: call.part === 'list' ? t('partList') : t('part', { part: call.part }),
                  account: call.account === 'all' ? t('allAccounts') : (call.account.name ?? t('oneAccount')),
                  present: t.rich(call.withYou ? 'presentYes' : 'presentNo', who),
                  result: <Result call={call} perDay={view.perDay} />,
                },
              }))}
            />
          </div>
        )}
      </Card>
      {view.more ? (
        <p className="mt-2 text-muted text-small">{t('moreCalls', { count: view.calls.length })}</p>
      ) : null}
      {view.looks > 0 && view.looks < view.calls.filter(({ outcome }) => outcome === 'served').length ? (
        <p className="mt-2 text-muted text-small">{t('looksOfDay', { count: view.looks })}</p>
      ) : null}
      {view.previousHref || view.nextHref ? (
        <nav aria-label={t('days')} className="mt-1 flex justify-between text-small">
          {view.previousHref ? (
            <a className="inline-flex min-h-11 items-center" href={view.previousHref}>
              {t('previous')}
            </a>
          ) : (
            <span />
          )}
          {view.nextHref ? (
            <a className="inline-flex min-h-11 items-center" href={view.nextHref}>
              {t('next')}
            </a>
          ) : null}
        </nav>
      ) : null}
    </Section>
  )
}

const UNDER = 'max-xs:row-start-2 max-xs:text-muted max-xs:text-label'

function Result({ call, perDay }: { call: AccessCall; perDay: number }) {
  const t = useTranslations('chart')
  return (
    <span
      className={`inline-flex items-start gap-1 text-start ${call.outcome === 'refused' ? 'font-strong text-expiring' : ''}`}
    >
      <Icon className="mt-0.5" name={ICONS[call.outcome]} size={15} />
      {call.why ? t('refusedWhy', { why: call.why, count: perDay }) : t(WORDS[call.outcome])}
    </span>
  )
}

const ICONS = { served: 'tick', refused: 'ringCross', failed: 'cross' } as const
const WORDS = { served: 'served', refused: 'refusedResult', failed: 'failedResult' } as const
