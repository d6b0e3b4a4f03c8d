import { bankDay } from '@/lib/bank-day'

/** How many days before its end a certificate is spoken of, the first warning first. */
export const WARNED_DAYS = [60, 30, 7] as const

const DAY_MILLIS = 86_400_000

/** Whether the first warning is due: certificates live by the machine's clock. */
export function endsSoon({ notAfter }: { notAfter: Date }): boolean {
  return notAfter.getTime() - Date.now() <= Math.max(...WARNED_DAYS) * DAY_MILLIS
}

/**
 * How many days a certificate still lasts: days of the calendar in that zone, as whoever reads its last day counts them, so
 * that every page says the same number. 0 on its last day, below 0 from its end on.
 */
export function daysLeft({ notAfter, now, timeZone }: DaysLeft): number {
  const [last, today] = [notAfter, now].map((at) => Date.parse(bankDay(at, timeZone)))
  const days = Math.round(((last ?? 0) - (today ?? 0)) / DAY_MILLIS)
  return notAfter < now ? Math.min(days, -1) : days
}

type DaysLeft = { notAfter: Date; now: Date; timeZone: string }
