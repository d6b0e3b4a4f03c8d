import type { DataKind } from './data-kind'
import { kindsOf } from './data-kind'
import type { PermissionOutline } from './find-permission-outlines'
import { isCurrent, type PermissionState } from './permission-state'

/** As many cards as a page of the list has; what is read whole does not grow with the number of permissions. */
export const PAGE_SIZE = 10
const ATTENTION_MAX = 4

/**
 * What a page of the list shows, from all outlines in their order: the tab's permissions that match, in groups and pages,
 * the counts, and what needs the customer, whichever tab is open. A permission stands in a group for each of its accounts, or
 * of its kinds of data; `found` counts it once.
 */
export function arrangePermissions(outlines: readonly PermissionOutline[], query: ListQuery): Arranged {
  const current = outlines.filter(({ state }) => isCurrent(state))
  const ofTab = query.tab === 'ended' ? outlines.filter(({ state }) => !isCurrent(state)) : current
  const found = ofTab.filter((outline) => matches(outline, query))
  const placed = groupsOf(found, query.group)
  const pages = Math.max(1, Math.ceil(placed.length / PAGE_SIZE))
  const page = Math.min(Math.max(1, query.page), pages)
  const needy = current.filter(needsCustomer)
  return {
    counts: { current: current.length, ended: outlines.length - current.length },
    seeing: openApps(current, 'accountInformation'),
    asking: openApps(current, 'fundsConfirmation'),
    attention: {
      ids: needy.slice(0, ATTENTION_MAX).map(({ id }) => id),
      more: Math.max(0, needy.length - ATTENTION_MAX),
    },
    ofTab: ofTab.length,
    found: found.length,
    placed: placed.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE),
    page,
    pages,
  }
}

/** Whether a query can only be answered with what is shared of which account. */
export const needsRights = ({ account, data, group }: ListQuery) =>
  account !== null || data !== null || group === 'account' || group === 'data'

/** What waits for this customer, ends soon, is shut out, or was paused by somebody else. */
const needsCustomer = ({ state, waitsForOwn, ownPause }: PermissionOutline) =>
  state === 'waiting' ? waitsForOwn : NEEDY.has(state) || (state === 'paused' && !ownPause)

const NEEDY: ReadonlySet<PermissionState> = new Set(['expiring', 'shut-out'])
const SHUT: ReadonlySet<PermissionState> = new Set(['paused', 'shut-out', 'waiting'])

/** One that is paused, shut out or waiting lets nobody look at this moment. */
function openApps(current: readonly PermissionOutline[], kind: PermissionOutline['kind']): number {
  const open = current.filter((one) => one.kind === kind && !SHUT.has(one.state))
  return new Set(open.map(({ tppId }) => tppId)).size
}

function matches(outline: PermissionOutline, { search, account, data }: ListQuery): boolean {
  if (account !== null && !outline.rights.some(({ accountId }) => accountId === account)) return false
  if (data !== null && !kindsOf(outline).includes(data)) return false
  const wanted = fold(search)
  return (
    wanted === '' ||
    [outline.brand, outline.legalName, outline.reference].some((text) => fold(text).includes(wanted))
  )
}

/** Without marks and case, so that "bogforing" finds "Bogføring" as it is typed elsewhere. */
const fold = (text: string) =>
  text.trim().normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ø', 'o').replaceAll('Ø', 'o').toLowerCase()

function groupsOf(found: readonly PermissionOutline[], group: Grouping): Placed[] {
  if (group === 'none') return found.map(({ id }) => ({ group: null, id }))
  const groups = new Map<string, string[]>()
  for (const outline of found)
    for (const key of GROUP_KEYS[group](outline)) groups.set(key, [...(groups.get(key) ?? []), outline.id])
  return [...groups].flatMap(([key, ids]) => ids.map((id) => ({ group: key, id })))
}

const GROUP_KEYS = {
  app: ({ tppId }: PermissionOutline) => [tppId],
  // What was never allowed shares no account.
  account: ({ rights }: PermissionOutline) =>
    rights.length === 0 ? [''] : [...new Set(rights.map(({ accountId }) => accountId))],
  data: (outline: PermissionOutline) => kindsOf(outline),
}

export const TABS = ['current', 'ended', 'payments'] as const
export const GROUPINGS = ['none', 'app', 'account', 'data'] as const
export type Grouping = (typeof GROUPINGS)[number]

export type ListQuery = {
  tab: (typeof TABS)[number]
  search: string
  account: string | null
  data: DataKind | null
  group: Grouping
  page: number
}

/** `group` is the third party, the account or the kind of data it stands under; null where nothing is grouped. */
type Placed = { group: string | null; id: string }
export type Arranged = {
  counts: { current: number; ended: number }
  /** Third parties that can see something, or ask something, at this moment. */
  seeing: number
  asking: number
  attention: { ids: string[]; more: number }
  ofTab: number
  found: number
  placed: Placed[]
  page: number
  pages: number
}
