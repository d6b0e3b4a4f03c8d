/**
 * What five failures in a row cost (RTS Art. 4(3)(b): at most five before a block, temporary or permanent), and what five
 * more do. The first block ends by itself; the customer has been told of it when the second comes, which only an activation
 * ends.
 */
const FIRST_LOCK = { failures: 5, minutes: 15 }
const LOCK_FOR_GOOD = { failures: 10 }

/** A session ends at this many failures in a row inside it; signing in again is its way back. */
export const SESSION_FAILURES_MAX = 5

const MINUTE_MILLIS = 60_000

/**
 * The count after one more failure, and the lock it brings if any. What the passkey did not sign can be sent by whoever knows
 * its id: that brings the first block, again and again, and never the second (decision 9).
 */
export function countFailure(before: number, { signed, now }: { signed: boolean; now: Date }): Counted {
  const failures = before + 1
  const first = {
    lockedUntil: new Date(now.getTime() + FIRST_LOCK.minutes * MINUTE_MILLIS),
    lockedForGood: false,
  }
  if (failures < LOCK_FOR_GOOD.failures)
    return { failures, lock: failures === FIRST_LOCK.failures ? first : null }
  if (signed) return { failures, lock: { lockedUntil: null, lockedForGood: true } }
  return { failures: FIRST_LOCK.failures, lock: first }
}

/** Whether an authenticator may not answer now. */
export function isLocked({ lockedUntil, lockedForGood }: Lock, now: Date): boolean {
  return lockedForGood || (lockedUntil !== null && lockedUntil > now)
}

/** What an enrolment after a new activation gives back. */
export const UNLOCKED = { failures: 0, lockedUntil: null, lockedForGood: false } as const

export type Lock = { lockedUntil: Date | null; lockedForGood: boolean }

type Counted = { failures: number; lock: Lock | null }
