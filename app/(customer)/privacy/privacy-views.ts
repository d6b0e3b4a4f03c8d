import type {
  CopyView,
  ErasurePartView,
  HeldGroupView,
  PrivacyRequestView,
} from '@/components/privacy/privacy-view'
import type { FoundExport } from '@/lib/privacy/find-exports'
import { COUNTED_MAX, type HeldAbout } from '@/lib/privacy/held-about'
import { HELD_GROUPS, isCounted, type KeptKind, kindOf, OWNERSHIP } from '@/lib/privacy/ownership'
import type { PrivacyRequest } from '@/lib/privacy/privacy-request'
import type { PlannedErasure } from '@/lib/removal/erasure-plan'

/** The parts of which there is something, in the page's order. */
export const toHeldGroups = (held: readonly HeldAbout[]): HeldGroupView[] =>
  HELD_GROUPS.flatMap((id) => {
    const tables = held.filter(({ group, table }) => group === id && isCounted(table))
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

/** What of it goes at once, kind by kind. */
export const goingKinds = (plan: readonly PlannedErasure[]): KeptKind[] => [
  ...new Set(plan.filter(({ now }) => now > 0).map(({ table }) => kindOf(table))),
]

/**
 * By part; where its tables stay until different days the last one counts, and one without a day before all. What goes and what
 * stays is together what the privacy page counts.
 */
export const toErasureParts = (
  plan: readonly PlannedErasure[],
  held: readonly HeldAbout[],
): ErasurePartView[] =>
  HELD_GROUPS.flatMap((id) => {
    const planned = plan.filter(({ table }) => OWNERSHIP[table]?.group === id && isCounted(table))
    const tables = held.filter(({ group, table }) => group === id && isCounted(table))
    if (planned.length === 0 && tables.length === 0) return []
    const now = sumOf(planned.map((one) => one.now))
    const stays = Math.max(
      sumOf(tables.map(({ entries }) => entries)) - now,
      sumOf(planned.map((one) => one.stays)),
    )
    const staying = planned.filter((one) => one.stays > 0)
    const days = staying.map(({ until }) => until)
    const last = days.flatMap((day) => day ?? []).sort()
    const kinds =
      staying.length > 0 ? staying.map(({ table }) => kindOf(table)) : tables.map(({ kind }) => kind)
    return {
      id,
      now,
      stays,
      until: days.includes(null) ? null : (last.at(-1) ?? null),
      kinds: [...new Set(kinds)],
    }
  })

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0)
