const HOUR_MILLIS = 3_600_000

/**
 * When mail may go out again: the end of the quiet hours that `now` falls into, in the bank's zone; null where it does not fall
 * into any. Hours of the clock on the wall, so a night in which clocks change is as quiet as any other.
 */
export function quietUntil({ now, quiet, timeZone }: QuietUntil): Date | null {
  if (quiet === null || !isQuiet(hourOf(now, timeZone), quiet)) return null
  // By the hour, because the hours of the wall and those that pass differ twice a year.
  const start = Math.floor(now.getTime() / HOUR_MILLIS) * HOUR_MILLIS
  for (let ahead = 1; ahead <= 25; ahead += 1) {
    const at = new Date(start + ahead * HOUR_MILLIS)
    if (!isQuiet(hourOf(at, timeZone), quiet)) return at
  }
  return null
}

function isQuiet(hour: number, { from, to }: QuietHours): boolean {
  return from < to ? hour >= from && hour < to : hour >= from || hour < to
}

function hourOf(at: Date, timeZone: string): number {
  return Number(new Intl.DateTimeFormat('en', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(at))
}

/** `to` is excluded; `from` later than `to` goes over midnight. */
export type QuietHours = { from: number; to: number }

type QuietUntil = { now: Date; quiet: QuietHours | null; timeZone: string }
