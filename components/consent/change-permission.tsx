import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useFormats } from '@/components/format'
import { TppTile } from '@/components/tpp/tpp-tile'
import type { TppView } from '@/components/tpp/tpp-view'
import { BackLink } from '@/components/ui/back-link'
import { Button } from '@/components/ui/button'
import { Section } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { plain, tags } from '@/components/ui/rich-text'
import type { AccountView } from './account-view'
import { MaskedIban } from './masked-iban'

/** What a customer can take back of a live permission: an account, some of its time, all of it for a while, or for good. */
export function ChangePermission({ view, children }: { view: ChangePermissionView; children?: ReactNode }) {
  const t = useTranslations('change')
  const name = { tpp: view.tpp.name, ...tags }
  return (
    <>
      <BackLink href={view.href}>
        <bdi>{view.tpp.name}</bdi>
      </BackLink>
      <PageHeader
        mark={<TppTile size="large" tpp={view.tpp} />}
        title={t.rich(view.asks ? 'titleFunds' : 'title', name)}
      >
        <p className="text-muted text-small">{t.rich('lead', name)}</p>
      </PageHeader>
      {children}
      {view.accounts ? <Accounts {...view} accounts={view.accounts} /> : null}
      {view.end ? <End {...view} end={view.end} /> : null}
      <Pause {...view} />
      <Section id="stop" title={t('stop')}>
        <p className="mb-3">{t.rich(view.asks ? 'stopTextFunds' : 'stopText', name)}</p>
        <div className="max-w-80">
          <Button href={`${view.href}/stop`} kind="danger">
            <StopWord asks={view.asks} />
          </Button>
        </div>
      </Section>
    </>
  )
}

function StopWord({ asks }: { asks: boolean }) {
  return useTranslations('detail')(asks ? 'stopAsking' : 'stop')
}

function Accounts({ accounts, href, tpp }: ChangePermissionView & { accounts: AccountView[] }) {
  const t = useTranslations('change')
  const [first, ...others] = accounts
  return (
    <Section id="accounts" title={t('accounts')}>
      {first === undefined ? <p>{t('accountsUnknown')}</p> : null}
      <ul className="rounded-card border border-line bg-surface">
        {accounts.map((account) => (
          <li
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-line border-b px-4 py-3 last:border-b-0"
            key={account.id}
          >
            <span className="min-w-0 grow basis-40">
              <span className="block font-strong">
                <bdi>{account.name}</bdi>
              </span>
              <span className="text-muted text-small">
                <MaskedIban iban={account.iban} />
              </span>
            </span>
            {others.length > 0 ? (
              <a
                aria-label={t('drop', { account: account.name ?? account.iban.slice(-4) })}
                className="inline-flex min-h-11 items-center"
                href={`${href}/change/account/${account.id}`}
              >
                {t('dropShort')}
              </a>
            ) : null}
          </li>
        ))}
      </ul>
      {first !== undefined && others.length === 0 ? (
        <p className="mt-2 text-muted text-small">{t.rich('only', { tpp: tpp.name, ...tags })}</p>
      ) : null}
    </Section>
  )
}

function End({ end, href }: ChangePermissionView & { end: EndView }) {
  const t = useTranslations('change')
  const formats = useFormats()
  const described = ['end-now', end.refused ? 'end-fault' : ''].filter(Boolean).join(' ')
  return (
    <Section id="end" title={t('end')}>
      <p id="end-now">{end.latest === null ? t('endLast') : t('endNow', { date: formats.day(end.until) })}</p>
      {end.latest === null ? null : (
        <form action={`${href}/change/end`} className="mt-3 max-w-80" method="get">
          <label className="block font-strong text-small" htmlFor="until">
            {t('endLabel')}
          </label>
          {end.refused ? (
            <p className="text-danger text-small" id="end-fault">
              {t('endFault', { date: formats.day(end.until) })}
            </p>
          ) : null}
          <input
            aria-describedby={described}
            aria-invalid={end.refused ? true : undefined}
            className="mt-1.5 mb-3 min-h-12 w-full rounded-control border-[1.5px] border-control bg-surface px-3 text-body text-ink aria-[invalid]:border-danger"
            id="until"
            max={end.latest}
            min={end.earliest}
            name="until"
            required={true}
            type="date"
          />
          <Button>{t('endSet')}</Button>
        </form>
      )}
    </Section>
  )
}

function Pause({ pause, asks, href, tpp }: ChangePermissionView) {
  const t = useTranslations('change')
  const formats = useFormats()
  const name = { tpp: tpp.name, ...tags }
  return (
    <Section id="pause" title={t('pause')}>
      {pause.offers === 'nothing' ? <p>{t('pausedBank')}</p> : null}
      {pause.offers === 'pause' ? (
        <>
          <p className="mb-3">{t.rich(asks ? 'pauseTextFunds' : 'pauseText', name)}</p>
          <div className="max-w-80">
            <Button href={`${href}/change/pause`}>{t(asks ? 'pauseButtonFunds' : 'pauseButton')}</Button>
          </div>
        </>
      ) : null}
      {pause.offers === 'resume' ? (
        <form action={`${href}/change/resume`} method="post">
          <p className="mb-3">
            {t.rich(asks ? 'resumeTextFunds' : 'resumeText', { date: formats.date(pause.since), ...name })}
          </p>
          <div className="max-w-80">
            <Button>{t(asks ? 'resumeButtonFunds' : 'resumeButton')}</Button>
          </div>
        </form>
      ) : null}
    </Section>
  )
}

/** The outcome of a change, on the page it led back to; its address ends in `#done`, which puts the focus there. */
export function ChangeDone({ done, asks, tpp, until }: ChangeDoneProps) {
  const t = useTranslations('change')
  const formats = useFormats()
  const words = asks && done in FUNDS ? FUNDS[done as keyof typeof FUNDS] : WORDS[done]
  return (
    <div className="mb-6" id="done" role="status" tabIndex={-1}>
      <Notice icon="tick">{t.markup(words, { tpp, date: formats.day(until), ...plain })}</Notice>
    </div>
  )
}

const WORDS = {
  dropped: 'doneDropped',
  shortened: 'doneShortened',
  paused: 'donePaused',
  resumed: 'doneResumed',
  unchanged: 'doneUnchanged',
} as const
const FUNDS = { paused: 'donePausedFunds', resumed: 'doneResumedFunds' } as const

export const CHANGES_DONE = ['dropped', 'shortened', 'paused', 'resumed', 'unchanged'] as const
type ChangeDoneProps = { done: (typeof CHANGES_DONE)[number]; asks: boolean; tpp: string; until: string }

/** `until` is its last day now; `earliest` and `latest` are the days to choose from, null where there is none. */
type EndView = { until: string; earliest: string; latest: string | null; refused: boolean }

export type ChangePermissionView = {
  tpp: TppView
  /** The permission's own page. */
  href: string
  /** It asks for yes or no, and looks at nothing. */
  asks: boolean
  /** Null where it cannot go on in part; empty where the bank cannot name them now. */
  accounts: AccountView[] | null
  end: EndView | null
  pause: { offers: 'pause' | 'nothing' } | { offers: 'resume'; since: string }
}
