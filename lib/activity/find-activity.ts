import 'server-only'
import { addDays, bankDay } from '@/lib/bank-day'
import type { PermissionOutline } from '@/lib/consent/find-permission-outlines'
import { type ActivityCursor, type ActivityEntry, type ActivityFilter, byTime } from './activity-entry'
import { findBundles } from './find-bundles'
import { findEvents } from './find-events'

const YEARS_SHOWN = 2
/** The first stretch of days that calls are sought in gives about so many bundles, where every permission is used daily. */
const BUNDLES_AIMED_AT = 60
const STRETCH_MAX = 62

/**
 * Everything that happened to a customer, newest first, from `before` on backwards: decisions, sign-ins, what staff looked
 * at, and the calls of third parties by day and permission. Older than two years is not shown (PSR Art. 43). Events come
 * by the index of the customer; calls by the index of the permission, in stretches of days that double until there are
 * enough, so that a page reads what it shows and no two years.
 */
export async function findActivity(asked: FindActivity): Promise<ActivityPage> {
  const { psuId, outlines, filter, before, limit, timeZone, now } = asked
  const oldest = new Date(now)
  oldest.setUTCFullYear(oldest.getUTCFullYear() - YEARS_SHOWN)
  const wanted = outlines.filter(
    ({ tppId, rights }) =>
      (filter.tppId === null || tppId === filter.tppId) &&
      (filter.accountId === null || rights.some(({ accountId }) => accountId === filter.accountId)),
  )
  const consentIds = wanted.map(({ id }) => id)
  const bounds = { oldest, before, timeZone }
  const events = await findEvents({ psuId, filter, consentIds, limit: limit + 1, ...bounds })
  const enough = events[limit]
  const brands = new Map(wanted.map(({ id, brand }) => [id, brand]))
  const bundles = await collectBundles({ ...asked, consentIds, brands, oldest, enough: enough?.at ?? null })
  const entries = [...events, ...bundles].sort(byTime)
  const shown = entries.slice(0, limit)
  return { entries: shown, next: entries.length > limit ? (shown.at(-1) ?? null) : null }
}

/** Back from the cursor until there is a page of them, or of events, or nothing older is shown. */
async function collectBundles(asked: CollectBundles): Promise<ActivityEntry[]> {
  const { filter, before, limit, timeZone, now, consentIds, brands, oldest, enough } = asked
  const ofCalls = filter.kind === null || ['looks', 'refused', 'questions'].includes(filter.kind)
  if (!ofCalls || consentIds.length === 0) return []
  const first = filter.day ?? bankDay(oldest, timeZone)
  let last = filter.day ?? bankDay(before ? new Date(before.at) : now, timeZone)
  let stretch = Math.min(STRETCH_MAX, Math.ceil(BUNDLES_AIMED_AT / consentIds.length))
  const found: ActivityEntry[] = []
  while (last >= first) {
    const from = [first, addDays(last, 1 - stretch)].sort().at(-1) ?? first
    const bundles = await findBundles({ consentIds, brands, filter, from, to: last, oldest, timeZone })
    found.push(...bundles.filter((bundle) => before === null || byTime(bundle, before) > 0))
    if (found.length > limit || (enough !== null && enough >= `${addDays(from, 1)}T`)) break
    last = addDays(from, -1)
    stretch = Math.min(STRETCH_MAX, stretch * 2)
  }
  return found
}

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
type CollectBundles = FindActivity & {
  consentIds: readonly string[]
  brands: ReadonlyMap<string, string>
  oldest: Date
  /** The time of the event that no page can reach behind; null: there are not that many. */
  enough: string | null
}

/** `next` null: there is nothing older. */
export type ActivityPage = { entries: ActivityEntry[]; next: ActivityCursor | null }
