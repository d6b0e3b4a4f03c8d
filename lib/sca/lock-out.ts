/**
 * What so many failures in a row cost (RTS Art. 4(3)(b): at most five before a block, temporary or permanent). The
 * first block ends by itself; the customer has been told of it when the second comes, which only an activation ends.
 */
const LOCKS: readonly { failures: number; lockMinutes: number | 'until-activation' }[] = [
  { failures: 5, lockMinutes: 15 },
  { failures: 10, lockMinutes: 'until-activation' },
]

/** A session ends at this many failures in a row inside it; signing in again is its way back. */
export const SESSION_FAILURES_MAX = 5

const MINUTE_MILLIS = 60_000

/** The lock that exactly this many failures in a row bring, or null. */
export function lockAfter(failures: number, now: Date): Lock | null {
  const rule = LOCKS.findLast((lock) => failures >= lock.failures)
  if (!rule) return null
  if (rule.lockMinutes === 'until-activation') return { lockedUntil: null, lockedForGood: true }
  if (failures > rule.failures) return null
  return { lockedUntil: new Date(now.getTime() + rule.lockMinutes * MINUTE_MILLIS), lockedForGood: false }
}

/** Whether an authenticator may not answer now. */
export function isLocked({ lockedUntil, lockedForGood }: Lock, now: Date): boolean {
  return lockedForGood || (lockedUntil !== null && lockedUntil > now)
}

/** What an enrolment after a new activation gives back. */
export const UNLOCKED = { failures: 0, lockedUntil: null, lockedForGood: false } as const

export type Lock = { lockedUntil: Date | null; lockedForGood: boolean }
