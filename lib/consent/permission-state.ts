import type { ConsentStatus } from './consent'

/** What a customer is told a permission is; each has its word, icon and colour (`ux.md` 5.4). */
export type PermissionState =
  | 'waiting'
  | 'active'
  | 'expiring'
  | 'unused'
  | 'paused'
  | 'shut-out'
  | 'expired'
  | 'replaced'
  | 'stopped-by-holder'
  | 'stopped-by-tpp'
  | 'stopped-by-bank'
  | 'refused'
  | 'used-once'

const DAY_MILLIS = 86_400_000
const EXPIRING_DAYS = 14
const UNUSED_DAYS = 60
const ENDED_PLACE = 5

const ENDED: Partial<Record<ConsentStatus, PermissionState>> = {
  received: 'waiting',
  partiallyAuthorised: 'waiting',
  rejected: 'refused',
  expired: 'expired',
  revokedByPsu: 'stopped-by-holder',
  terminatedByTpp: 'stopped-by-tpp',
}

/** The state of a permission now. `status` is the derived one: a valid consent past its end is `expired` already. */
export function permissionState(permission: PermissionFacts, now: Date): PermissionState {
  if (permission.endedByBank && permission.status === 'expired') return 'stopped-by-bank'
  if (permission.status === 'expired' && permission.replaced) return 'replaced'
  const ended = ENDED[permission.status]
  if (ended)
    return !permission.recurring && ended === 'expired' && permission.lastLookedAt ? 'used-once' : ended
  if (permission.paused) return 'paused'
  if (permission.withdrawnAt) return 'shut-out'
  // One that is still valid can still be used for a few minutes, and stopped.
  if (!permission.recurring) return 'active'
  if (permission.endsAt.getTime() - now.getTime() <= EXPIRING_DAYS * DAY_MILLIS) return 'expiring'
  // Before the last word on it nobody could look.
  const lastSign = permission.lastLookedAt ?? permission.lastActionAt
  if (now.getTime() - lastSign.getTime() >= UNUSED_DAYS * DAY_MILLIS) return 'unused'
  return 'active'
}

/**
 * When an ended permission ended, as it is shown and sorted: one that ran out with its last day, which is over a moment
 * before the next begins, and not when a job came to write that down; one that was used once with its last look.
 */
export function endOf({ state, endsAt, lastActionAt, lastLookedAt }: EndFacts): Date {
  if (state === 'used-once') return lastLookedAt ?? lastActionAt
  return state === 'expired' && endsAt <= lastActionAt ? new Date(endsAt.getTime() - 1) : lastActionAt
}

/** Permissions that still let somebody look, or would if nothing stood in the way. */
export const isCurrent = (state: PermissionState) => ORDER[state] < ENDED_PLACE

/** Attention first: what waits, ends soon, is paused or shut out; then what is used; everything ended after that. */
export const ORDER: Record<PermissionState, number> = {
  waiting: 0,
  expiring: 1,
  paused: 2,
  'shut-out': 2,
  active: 3,
  unused: 4,
  expired: ENDED_PLACE,
  replaced: ENDED_PLACE,
  'stopped-by-holder': ENDED_PLACE,
  'stopped-by-tpp': ENDED_PLACE,
  'stopped-by-bank': ENDED_PLACE,
  refused: ENDED_PLACE,
  'used-once': ENDED_PLACE,
}

export type PermissionFacts = {
  status: ConsentStatus
  recurring: boolean
  endsAt: Date
  lastActionAt: Date
  lastLookedAt: Date | null
  paused: boolean
  /** When the last certificate of its third party was withdrawn; null while it has one. */
  withdrawnAt: Date | null
  endedByBank: boolean
  /** A newer one took its place. */
  replaced: boolean
}

type EndFacts = Pick<PermissionFacts, 'endsAt' | 'lastLookedAt'> & {
  state: PermissionState
  lastActionAt: Date
}
