import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useFormats } from '@/components/format'
import { BackLink } from '@/components/ui/back-link'
import { Button } from '@/components/ui/button'
import { Card, Section } from '@/components/ui/card'
import { Icon } from '@/components/ui/icon'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { tags } from '@/components/ui/rich-text'
import { MaskedIban } from './masked-iban'
import { StopForm, type StopFormView } from './stop-form'
import { WhatChanges } from './what-changes'

/** Where several permissions are stopped at once: by whom they are, by what they show, or all there are. */
export function StopChoice({ view }: { view: StopChoiceView }) {
  const t = useTranslations('stopSeveral')
  const nothing = view.apps.length === 0
  return (
    <>
      <BackLink href="/">{t('toList')}</BackLink>
      <PageHeader title={t('title')}>
        <p className="mt-2 max-w-[58ch]">{t(nothing ? 'none' : 'lead')}</p>
      </PageHeader>
      {nothing ? null : (
        <>
          <Section id="apps" title={t('byApp')}>
            <Choices>
              {view.apps.map((app) => (
                <Choice detail={t('permissions', { count: app.count })} href={app.href} key={app.href}>
                  <bdi>{app.name}</bdi>
                </Choice>
              ))}
            </Choices>
          </Section>
          {view.accounts.length > 0 ? (
            <Section id="accounts" title={t('byAccount')}>
              <Choices>
                {view.accounts.map((account) => (
                  <Choice
                    detail={
                      <>
                        {account.iban ? (
                          <>
                            <MaskedIban iban={account.iban} />
                            {' · '}
                          </>
                        ) : null}
                        {t('seenBy', { count: account.count })}
                      </>
                    }
                    href={account.href}
                    key={account.href}
                  >
                    {account.name ? <bdi>{account.name}</bdi> : t('account')}
                  </Choice>
                ))}
              </Choices>
            </Section>
          ) : null}
          <Section id="all" title={t('all')}>
            <p className="mb-3">{t('allText', { count: view.total })}</p>
            <div className="max-w-80">
              <Button href={view.allHref} kind="danger">
                {t('allLink')}
              </Button>
            </div>
          </Section>
        </>
      )}
    </>
  )
}

function Choices({ children }: { children: ReactNode }) {
  return <ul className="rounded-card border border-line bg-surface">{children}</ul>
}

function Choice({ href, detail, children }: { href: string; detail: ReactNode; children: ReactNode }) {
  return (
    <li className="relative flex items-center justify-between gap-3 border-line border-b px-4 py-3 last:border-b-0 has-focus-visible:border-control hover:bg-sunken">
      <span className="min-w-0">
        <a
          className="block font-strong text-ink no-underline after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-3 focus-visible:after:outline-[var(--focus)]"
          href={href}
        >
          {children}
        </a>
        <span className="text-muted text-small">{detail}</span>
      </span>
      <Icon className="text-muted" name="forward" />
    </li>
  )
}

/** Everything that one confirmation ends, by name, before it does. */
export function StopPreview({ view }: { view: StopPreviewView }) {
  const t = useTranslations('stopSeveral')
  const stop = useTranslations('stop')
  const word = WORDS[view.what]
  return (
    <>
      <BackLink href="/stop">{t('title')}</BackLink>
      <PageHeader title={t.rich(word.title, { tpp: view.name, account: view.name, ...tags })} />
      <StopList permissions={view.ends} title={t('ends', { count: view.ends.length })} />
      {view.goesOn.length > 0 ? (
        <StopList permissions={view.goesOn} title={t('goesOn', { count: view.goesOn.length })} />
      ) : null}
      <div className="mt-7">
        <WhatChanges
          parts={[
            {
              title: stop('now'),
              text:
                view.what === 'account'
                  ? t.rich('nowTextAccount', {
                      account: view.name,
                      goesOn: view.goesOn.length > 0 ? 'yes' : 'no',
                      ...tags,
                    })
                  : t('nowText'),
            },
            { title: stop('not'), text: t('notText') },
          ]}
        />
      </div>
      <p className="mt-4 text-muted">{t('check')}</p>
      <StopForm confirm={t(word.confirm)} ends={view.ends.length > 0} keep={stop('keep')} view={view} />
    </>
  )
}

/** Permissions under a title that says what becomes of them; nothing where there are none. */
export function StopList({ title, permissions }: { title: ReactNode; permissions: StoppedPermission[] }) {
  const t = useTranslations('stopSeveral')
  const formats = useFormats()
  if (permissions.length === 0) return null
  return (
    <Section id={`list-${permissions[0]?.reference}`} title={title}>
      <ul className="rounded-card border border-line bg-surface">
        {permissions.map((permission) => (
          <li className="border-line border-b px-4 py-3 last:border-b-0" key={permission.reference}>
            <span className="flex flex-wrap justify-between gap-x-4">
              <bdi className="font-strong">{permission.tpp}</bdi>
              <span className="text-muted text-small">{permission.reference}</span>
            </span>
            <span className="block text-muted text-small">
              {[formats.list(permission.accounts), permission.note ? t(permission.note) : '']
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** What has ended, when, under which references. The address ends in `#stopped`, which puts the focus there. */
export function StopSeveralDone({ view }: { view: StopDoneView }) {
  const t = useTranslations('stopSeveral')
  const stopped = useTranslations('stopped')
  const removal = useTranslations('removal')
  const formats = useFormats()
  const { told, letters } = view.deletions
  return (
    <>
      <BackLink href="/">{t('toList')}</BackLink>
      <div role="status">
        <PageHeader
          title={
            <span className="scroll-mt-6" id="stopped" tabIndex={-1}>
              {t.rich(DONE[view.what], { tpp: view.name, account: view.name, ...tags })}
            </span>
          }
        >
          <p className="mt-2 text-muted">
            {view.ended.length === 0 && view.goesOn.length > 0
              ? formats.dateTime(view.at)
              : t('doneLine', { count: view.ended.length, date: formats.dateTime(view.at) })}
          </p>
        </PageHeader>
      </div>
      {view.ended.length > 0 ? <DoneList permissions={view.ended} /> : null}
      {view.goesOn.length > 0 ? (
        <Section id="goes-on" title={t('doneGoesOn', { count: view.goesOn.length })}>
          <DoneList permissions={view.goesOn} />
        </Section>
      ) : null}
      <p className="mt-4">{stopped('tries')}</p>
      {told + letters > 0 ? (
        <div className="mt-4">
          <Notice tone={letters > 0 ? 'attention' : 'quiet'}>
            {told > 0 ? <p>{removal('doneTold', { count: told })}</p> : null}
            {letters > 0 ? <p>{removal('doneLetters', { count: letters })}</p> : null}
            <a className="inline-flex min-h-11 items-center" href="/removals">
              {removal('all')}
            </a>
          </Notice>
        </div>
      ) : null}
    </>
  )
}

function DoneList({ permissions }: { permissions: StopDoneView['ended'] }) {
  return (
    <Card flush={true}>
      <ul>
        {permissions.map(({ reference, tpp, href }) => (
          <li
            className="flex flex-wrap items-center justify-between gap-x-4 border-line border-b px-4 last:border-b-0"
            key={reference}
          >
            <a className="inline-flex min-h-11 items-center" href={href}>
              <bdi>{tpp}</bdi>
            </a>
            <span className="text-muted text-small">{reference}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

const WORDS = {
  'third-party': { title: 'titleApp', confirm: 'confirmApp' },
  account: { title: 'titleAccount', confirm: 'confirmAccount' },
  all: { title: 'titleAll', confirm: 'confirmAll' },
} as const
const DONE = { 'third-party': 'doneApp', account: 'doneAccount', all: 'doneAll' } as const

type What = keyof typeof WORDS
export type StopChoiceView = {
  total: number
  allHref: string
  apps: { href: string; name: string; count: number }[]
  /** `name` and `iban` are null while the bank cannot say. */
  accounts: { href: string; name: string | null; iban: string | null; count: number }[]
}

/** `note`: why it ends whole, or what it is where it looks at nothing. */
export type StoppedPermission = {
  tpp: string
  reference: string
  accounts: string[]
  note: 'waiting' | 'once' | 'funds' | null
}

export type StopPreviewView = StopFormView & {
  what: What
  /** Of the third party or of the account; empty where it is all. */
  name: string
  ends: StoppedPermission[]
  goesOn: StoppedPermission[]
}

export type StopDoneView = {
  what: What
  name: string
  at: string
  ended: { reference: string; tpp: string; href: string }[]
  /** Those that go on without the account. */
  goesOn: { reference: string; tpp: string; href: string }[]
  /** How many requests to delete were made with it: passed on by the bank, and as letters that the customer sends. */
  deletions: { told: number; letters: number }
}
