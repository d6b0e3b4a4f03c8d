import 'server-only'
import { addDays, bankDay } from '@/lib/bank-day'
import type { PermissionOutline } from '@/lib/consent/find-permission-outlines'
import { findFormerNames, nameAt } from '@/lib/tpp/former-names'
import {
  type ActivityCursor,
  type ActivityEntry,
  type ActivityFilter,
  type ActivityKind,
  byTime,
} from './activity-entry'
import { findBundles } from './find-bundles'
import { findEvents } from './find-events'

const YEARS_SHOWN = 2
/** The first stretch of days gives about so many bundles, where every permission is used daily. */
const BUNDLES_AIMED_AT = 60
const STRETCH_FIRST_MAX = 60
const STRETCH_GROWS = 4

/**
 * Everything that happened to a customer, newest first, from `before` on backwards: decisions, sign-ins, what staff looked
 * at, and the calls of third parties by day and permission. Older than two years is not shown (PSR Art. 43). It is sought
 * in stretches of days that grow until there is a page of it: events by the index of the customer, calls by that of the
 * permission, each in the months of the stretch alone, so that a page reads what it shows and no two years.
 */
export async function findActivity(asked: FindActivity): Promise<ActivityPage> {
  const { psuId, outlines, filter, before, limit, timeZone, now } = asked
  const oldest = new Date(now)
  oldest.setUTCFullYear(oldest.getUTCFullYear() - YEARS_SHOWN)
  const wanted = outlines.filter(
    ({ tppId, everShared }) =>
      (filter.tppId === null || tppId === filter.tppId) &&
      (filter.accountId === null || everShared.includes(filter.accountId)),
  )
  const consentIds = wanted.map(({ id }) => id)
  const byId = new Map(wanted.map((one) => [one.id, one]))
  const former = await findFormerNames(wanted.map(({ tppId }) => tppId))
  const brandAt = (consentId: string, at: Date) => {
    const outline = byId.get(consentId)
    return outline ? nameAt(former.get(outline.tppId) ?? [], at, outline.brand) : null
  }
  const withCalls = consentIds.length > 0 && (filter.kind === null || OF_CALLS.includes(filter.kind))
  const first = filter.day ?? bankDay(oldest, timeZone)
  let to = filter.day ?? bankDay(before ? new Date(before.at) : now, timeZone)
  let stretch = withCalls ? Math.ceil(BUNDLES_AIMED_AT / consentIds.length) : STRETCH_FIRST_MAX
  const found: ActivityEntry[] = []
  while (to >= first && found.length <= limit) {
    const start = addDays(to, 1 - Math.min(stretch, STRETCH_MAX))
    const from = start > first ? start : first
    const within = { from, to, oldest, timeZone }
    found.push(...(await findEvents({ psuId, filter, consentIds, before, limit: limit + 1, ...within })))
    const bundles = withCalls
      ? await findBundles({ psuId, consentIds, outlines: byId, brandAt, filter, ...within })
      : []
    found.push(...bundles.filter((bundle) => before === null || byTime(bundle, before) > 0))
    to = addDays(from, -1)
    stretch *= STRETCH_GROWS
  }
  const shown = found.sort(byTime).slice(0, limit)
  return { entries: shown, next: found.length > limit ? (shown.at(-1) ?? null) : null }
}

const STRETCH_MAX = 366 * YEARS_SHOWN
const OF_CALLS: readonly ActivityKind[] = ['looks', 'refused', 'questions']

type FindActivity = {
  psuId: string
  /** All of the customer's permissions; with their rights where an account is asked for. */
  outlines: readonly PermissionOutline[]
  filter: ActivityFilter
  before: ActivityCursor | null
  limit: number
  timeZone: string
  now: Date
}
/** `next` null: there is nothing older. */
export type ActivityPage = { entries: ActivityEntry[]; next: ActivityCursor | null }
