import type {
  CopyView,
  ErasurePartView,
  HeldGroupView,
  PrivacyRequestView,
} from '@/components/privacy/privacy-view'
import type { FoundExport } from '@/lib/privacy/find-exports'
import { COUNTED_MAX, type HeldAbout } from '@/lib/privacy/held-about'
import { HELD_GROUPS, kindOf, OWNERSHIP } from '@/lib/privacy/ownership'
import type { PrivacyRequest } from '@/lib/privacy/privacy-request'
import type { PlannedErasure } from '@/lib/removal/erasure-plan'

/** The parts of which there is something, in the page's order. */
export const toHeldGroups = (held: readonly HeldAbout[]): HeldGroupView[] =>
  HELD_GROUPS.flatMap((id) => {
    const tables = held.filter(({ group }) => group === id)
    const entries = tables.reduce((sum, table) => sum + table.entries, 0)
    return tables.length === 0
      ? []
      : { id, kinds: byKind(tables), entries, atLeast: tables.some((table) => table.entries >= COUNTED_MAX) }
  })

const byKind = (tables: readonly HeldAbout[]) =>
  [...Map.groupBy(tables, ({ kind }) => kind)].map(([kind, of]) => ({
    kind,
    entries: of.reduce((sum, { entries }) => sum + entries, 0),
  }))

export const toRequestViews = (requests: readonly PrivacyRequest[]): PrivacyRequestView[] =>
  requests.map(({ askedAt, answeredAt, ...rest }) => ({
    ...rest,
    askedAt: askedAt.toISOString(),
    answeredAt: answeredAt?.toISOString() ?? null,
  }))

/** `recent`: the passkey was used just now, so the file may be fetched. */
export const toCopyViews = (found: readonly FoundExport[], recent: boolean): CopyView[] =>
  found.map(({ id, state, tablesDone, tablesTotal, bytes, requestedAt, endsAt }) => ({
    id,
    state,
    done: tablesDone,
    total: tablesTotal,
    size: bytes ?? 0,
    requestedAt: requestedAt.toISOString(),
    endsAt: endsAt.toISOString(),
    fetchHref: recent ? `/privacy/export/${id}` : null,
  }))

/** By part; where its tables stay until different days the last one counts, and one without a day before all. */
export const toErasureParts = (plan: readonly PlannedErasure[]): ErasurePartView[] =>
  HELD_GROUPS.flatMap((id) => {
    const planned = plan.filter(({ table }) => (OWNERSHIP[table]?.group ?? 'you') === id)
    const staying = planned.filter(({ stays }) => stays > 0)
    const days = staying.map(({ until }) => until)
    const last = days.flatMap((day) => day ?? []).sort()
    return planned.length === 0
      ? []
      : {
          id,
          now: planned.reduce((sum, one) => sum + one.now, 0),
          stays: staying.reduce((sum, one) => sum + one.stays, 0),
          until: days.includes(null) ? null : (last.at(-1) ?? null),
          kinds: [...new Set(staying.map(({ table }) => kindOf(table)))],
        }
  })
