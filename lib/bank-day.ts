/**
 * Days of the bank: `YYYY-MM-DD` in its time zone. A day has 23 to 25 hours there, so days are never counted in hours.
 */
export function bankDay(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at)
}

/** The day `days` later. */
export function addDays(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

/** The instant at which `day` is over in that zone: the first of the next day. */
export function endOfDay(day: string, timeZone: string): Date {
  const midnightUtc = Date.parse(`${addDays(day, 1)}T00:00:00Z`)
  // Twice, because the offset at the guess may differ from the offset at the answer on a day that changes the clock.
  const guess = midnightUtc - offsetMillis(midnightUtc, timeZone)
  return new Date(midnightUtc - offsetMillis(guess, timeZone))
}

function offsetMillis(at: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000
}
