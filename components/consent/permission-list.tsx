import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { tags } from '@/components/ui/rich-text'
import { Tabs } from '@/components/ui/tabs'
import { PermissionCard } from './permission-card'
import type { PermissionRow } from './permission-view'

/**
 * The start page: how many apps can see anything, what needs the customer, then the permissions in the order
 * given. `seeing` and `asking` count the apps that can do so now: one that is paused, shut out or waiting
 * cannot.
 */
export function PermissionList(list: PermissionListView) {
  const t = useTranslations('list')
  const shown = list.permissions
  return (
    <>
      <PageHeader title={t('title')}>
        <p className="mt-2 max-w-[58ch]">
          {[t('count', { count: list.seeing }), t('asking', { count: list.asking })]
            .filter(Boolean)
            .join(' ')}
        </p>
      </PageHeader>
      <Attention permissions={list.attention} />
      <Tabs
        items={[
          {
            href: list.currentHref,
            label: t('current'),
            count: list.counts.current,
            current: list.tab === 'current',
          },
          {
            href: list.endedHref,
            label: t('ended'),
            count: list.counts.ended,
            current: list.tab === 'ended',
          },
        ]}
        label={t('tabs')}
      />
      {shown.length === 0 ? (
        <Card>
          <p className="max-w-[52ch] text-muted">
            {t(list.tab === 'current' ? 'emptyCurrent' : 'emptyEnded')}
          </p>
        </Card>
      ) : (
        <ul className="grid gap-3">
          {shown.map((permission) => (
            <PermissionCard key={permission.href} now={list.now} permission={permission} />
          ))}
        </ul>
      )}
      {list.tab === 'ended' && shown.length > 0 ? (
        <p className="mt-4 text-muted text-small">{t('older')}</p>
      ) : null}
    </>
  )
}

function Attention({ permissions }: { permissions: PermissionRow[] }) {
  const t = useTranslations('list')
  const sentences = permissions.flatMap((permission) => {
    const { state, tpp, href } = permission
    if (state.kind === 'expiring')
      return linked(href, t.rich('attentionExpiring', { days: state.daysLeft, tpp: tpp.name, ...tags }))
    if (state.kind === 'paused') return linked(href, t.rich('attentionPaused', { tpp: tpp.name, ...tags }))
    if (state.kind === 'shutOut')
      return linked(
        href,
        t.rich('attentionShutOut', { tpp: tpp.name, asks: state.asks ? 'yes' : 'no', ...tags }),
      )
    // What waits for somebody else needs nothing of this customer.
    if (state.kind === 'waiting' && state.for === 'you') {
      const a = (words: ReactNode) => <a href={href}>{words}</a>
      return { href, text: t.rich('attentionWaitingYou', { tpp: tpp.name, ...tags, a }) }
    }
    return []
  })
  if (sentences.length === 0) return null
  return (
    <div className="mb-5">
      <Notice icon="clock" tone="attention">
        <p className="font-strong">{t('attention', { count: sentences.length })}</p>
        <ul>
          {sentences.map(({ href, text }) => (
            <li key={href}>{text}</li>
          ))}
        </ul>
      </Notice>
    </div>
  )
}

const linked = (href: string, words: ReactNode) => ({
  href,
  text: (
    <a className="inline-block py-1.5" href={href}>
      {words}
    </a>
  ),
})

export type PermissionListView = {
  now: string
  tab: 'current' | 'ended'
  currentHref: string
  endedHref: string
  counts: { current: number; ended: number }
  /** Apps that can see data at this moment. */
  seeing: number
  /** Apps that can ask for yes or no, and see nothing. */
  asking: number
  /** The permissions that need the customer, whichever tab is open. */
  attention: PermissionRow[]
  permissions: PermissionRow[]
}
