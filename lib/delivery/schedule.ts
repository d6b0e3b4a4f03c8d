const SECOND = 1
const MINUTE = 60
const HOUR = 3_600

/** How long after each failed attempt the next one comes; after the last there is none. Published in docs/third-party.md. */
export const RETRY_SECONDS = [
  10 * SECOND,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
] as const

/** Whatever the attempts, what is older than this is given up: a rest of its host must not keep it for ever. */
export const GIVEN_UP_SECONDS = 24 * HOUR
/** An event that its third party fetches itself waits for it as long as this. */
export const FETCHED_WITHIN_SECONDS = 30 * 24 * HOUR
/** So that what failed together does not come back together. */
const JITTER = 0.2

/** A host that failed so often in a row rests; then one message at a time finds out whether it is back. */
export const FAILURES_BEFORE_REST = 5
const REST_SECONDS = [30 * SECOND, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE] as const

/** When to try again after the attempt of that number, counted from one; null: never. `random` is within [0, 1). */
export function retryAt({ attempts, plannedAt, now, random }: RetryAt): Date | null {
  const seconds = RETRY_SECONDS[attempts - 1]
  if (seconds === undefined) return null
  const next = new Date(now.getTime() + seconds * 1_000 * (1 - JITTER + 2 * JITTER * random))
  return next.getTime() - plannedAt.getTime() > GIVEN_UP_SECONDS * 1_000 ? null : next
}

/** How long a host rests after so many failures in a row; null: not at all. */
export function restSeconds(failures: number): number | null {
  if (failures < FAILURES_BEFORE_REST) return null
  return REST_SECONDS[failures - FAILURES_BEFORE_REST] ?? REST_SECONDS.at(-1) ?? null
}

type RetryAt = { attempts: number; plannedAt: Date; now: Date; random: number }
