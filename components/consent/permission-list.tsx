import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useFormats } from '@/components/format'
import { Card } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { Pages } from '@/components/ui/pages'
import { Tabs } from '@/components/ui/tabs'
import { AttentionStrip } from './attention-strip'
import { PermissionCard } from './permission-card'
import { PermissionTools, type PermissionToolsView, RESULTS } from './permission-tools'
import type { PermissionRow } from './permission-view'

/**
 * The start page: how many apps can see anything, what needs the customer, then one page of the permissions in the order
 * given, or `payments` under their tab. `seeing` and `asking` count the apps that can do so now: one that is paused, shut out or waiting cannot.
 */
export function PermissionList({ payments, ...list }: PermissionListView & { payments: ReactNode }) {
  const t = useTranslations('list')
  const { counts, hrefs, tab } = list
  return (
    <>
      {tab === 'payments' ? (
        <PageHeader title={t('payments')} />
      ) : (
        <PageHeader title={t('title')}>
          <p className="mt-2 max-w-[58ch]">
            {[t('count', { count: list.seeing }), t('asking', { count: list.asking })]
              .filter(Boolean)
              .join(' ')}
          </p>
        </PageHeader>
      )}
      {tab === 'current' ? (
        <AttentionStrip letters={list.letters} more={list.attentionMore} permissions={list.attention} />
      ) : null}
      <Tabs
        items={[
          { href: hrefs.current, label: t('current'), count: counts.current, current: tab === 'current' },
          { href: hrefs.ended, label: t('ended'), count: counts.ended, current: tab === 'ended' },
          { href: hrefs.payments, label: t('payments'), current: tab === 'payments' },
        ]}
        label={t('tabs')}
      />
      {tab === 'payments' ? payments : <Permissions list={list} />}
    </>
  )
}

function Permissions({ list }: { list: PermissionListView }) {
  const t = useTranslations('list')
  const formats = useFormats()
  const { tools, groups, pages } = list
  return (
    <>
      {tools ? <PermissionTools tools={tools} /> : null}
      {tools?.active ? (
        <p className="mb-3 text-muted text-small" id={RESULTS} role="status" tabIndex={-1}>
          {t('found', { count: list.found })}
        </p>
      ) : null}
      {list.found === 0 ? (
        <Card>
          <p className="max-w-[52ch] text-muted">{t(emptyWords(list))}</p>
        </Card>
      ) : (
        groups.map((group) => <PermissionGroup group={group} key={group.id ?? ''} now={list.now} />)
      )}
      <Pages
        label={t('pages')}
        next={pages.next === null ? null : { href: pages.next, label: t('nextPage') }}
        previous={pages.previous === null ? null : { href: pages.previous, label: t('previousPage') }}
      >
        {t('pageOf', { page: formats.number(pages.page), pages: formats.number(pages.of) })}
      </Pages>
      {list.tab === 'current' && list.counts.current > 1 ? (
        <p className="mt-4">
          <a className="inline-flex min-h-11 items-center" href="/stop">
            {t('stopSeveral')}
          </a>
        </p>
      ) : null}
      {list.tab === 'ended' && list.counts.ended > 0 ? (
        <p className="mt-4 max-w-[58ch] text-muted text-small">{t('older')}</p>
      ) : null}
    </>
  )
}

function emptyWords({ tab, tools }: PermissionListView) {
  if (tools?.active) return tools.searchable ? 'emptyFound' : 'emptyFiltered'
  return tab === 'ended' ? 'emptyEnded' : 'emptyCurrent'
}

function PermissionGroup({ group, now }: { group: PermissionGroupView; now: string }) {
  const cards = (
    <ul className="grid gap-3">
      {group.permissions.map((permission) => (
        <PermissionCard key={permission.href} now={now} permission={permission} />
      ))}
    </ul>
  )
  if (group.id === null) return cards
  const id = `group-${group.id || 'none'}`
  return (
    <section aria-labelledby={id} className="mt-6 first-of-type:mt-0">
      <h2 className="mb-2 font-heading text-h2" id={id}>
        <bdi>{group.title}</bdi>
      </h2>
      {cards}
    </section>
  )
}

/** `id` null: the one group of a list that is not grouped. */
export type PermissionGroupView = { id: string | null; title: string; permissions: PermissionRow[] }

export type PermissionListView = {
  now: string
  tab: 'current' | 'ended' | 'payments'
  hrefs: { current: string; ended: string; payments: string }
  counts: { current: number; ended: number }
  /** Apps that can see data at this moment. */
  seeing: number
  /** Apps that can ask for yes or no, and see nothing. */
  asking: number
  /** The permissions that need the customer; shown above what is current. */
  attention: PermissionRow[]
  attentionMore: number
  letters: number
  /** Null where so few are listed that nobody needs to search. */
  tools: PermissionToolsView | null
  found: number
  groups: PermissionGroupView[]
  pages: { previous: string | null; next: string | null; page: number; of: number }
}
