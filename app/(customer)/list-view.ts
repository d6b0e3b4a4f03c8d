import 'server-only'
import type { PermissionListView } from '@/components/consent/permission-list'
import type { PermissionToolsView } from '@/components/consent/permission-tools'
import type { PermissionRow } from '@/components/consent/permission-view'
import { type Arranged, GROUPINGS, type ListQuery } from '@/lib/consent/arrange-permissions'
import { DATA_KINDS } from '@/lib/consent/data-kind'
import { listHref, NOTHING_ASKED } from './list-query'

/** Fewer can be seen at a glance. */
const SEARCHED_FROM = 9

/** The view of the list, from what is shown and the rows of it, by the id of their permission. */
export function toListView({
  arranged,
  query,
  rows,
  names,
  kindNames,
  letters,
  now,
}: ToListView): PermissionListView {
  const { placed, page, pages } = arranged
  const groups = new Map<string | null, PermissionRow[]>()
  for (const { group, id } of placed) {
    const row = rows.get(id)
    if (row) groups.set(group, [...(groups.get(group) ?? []), row])
  }
  const titleOf = (group: string | null, [first]: PermissionRow[]) => {
    if (query.group === 'app') return first?.tpp.name ?? ''
    return (query.group === 'account' ? names : kindNames).get(group ?? '') ?? names.get('') ?? ''
  }
  const clear = { ...query, ...NOTHING_ASKED }
  return {
    now: now.toISOString(),
    tab: query.tab,
    hrefs: {
      current: listHref(clear, { tab: 'current' }),
      ended: listHref(clear, { tab: 'ended' }),
      payments: listHref(clear, { tab: 'payments' }),
    },
    counts: arranged.counts,
    seeing: arranged.seeing,
    asking: arranged.asking,
    attention: arranged.attention.ids.flatMap((id) => rows.get(id) ?? []),
    attentionMore: arranged.attention.more,
    letters,
    tools: toTools(arranged, query, names),
    found: arranged.found,
    groups: [...groups].map(([id, permissions]) => ({ id, title: titleOf(id, permissions), permissions })),
    pages: {
      previous: page > 1 ? listHref(query, { page: page - 1 }) : null,
      next: page < pages ? listHref(query, { page: page + 1 }) : null,
      page,
      of: pages,
    },
  }
}

function toTools(
  arranged: Arranged,
  query: ListQuery,
  names: ToListView['names'],
): PermissionToolsView | null {
  const { tab, search, account, data, group } = query
  const active = search !== '' || account !== null || data !== null || group !== 'none'
  const accounts = [...names]
    .filter(([id]) => id !== '')
    .map(([value, label]) => ({ value, label }))
    .sort((a, b) => a.label.localeCompare(b.label))
  const searchable = arranged.ofTab >= SEARCHED_FROM
  if (tab === 'payments' || !(active || searchable || (arranged.ofTab > 1 && accounts.length > 1)))
    return null
  return {
    tab,
    searchable: searchable || search !== '',
    search,
    accounts,
    account,
    kinds: DATA_KINDS,
    data,
    groupings: GROUPINGS,
    group,
    active,
    clearHref: listHref(query, NOTHING_ASKED),
  }
}

type ToListView = {
  arranged: Arranged
  query: ListQuery
  rows: ReadonlyMap<string, PermissionRow>
  /** The customer's own names of accounts by id; under '' what stands where there is none. */
  names: ReadonlyMap<string, string>
  kindNames: ReadonlyMap<string, string>
  /** How many letters wait to be sent. */
  letters: number
  now: Date
}
