const MINUTE = 60
const HOUR = 3_600

/** How long after each failed attempt the next one comes; after the last there is none. */
export const MAIL_RETRY_SECONDS = [
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
  24 * HOUR,
] as const

/** So that what failed together does not come back together. */
const JITTER = 0.2

/** After how many seconds to try again, after the attempt of that number, counted from one; null: never. `random` in [0, 1). */
export function retrySeconds(attempts: number, random: number): number | null {
  const seconds = MAIL_RETRY_SECONDS[attempts - 1]
  return seconds === undefined ? null : seconds * (1 - JITTER + 2 * JITTER * random)
}
