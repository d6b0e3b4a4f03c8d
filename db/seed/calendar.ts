import { addDays, endOfDay } from '@/lib/bank-day'

/** Whether banks work on that day. The sandbox knows weekends and no public holidays. */
export const isBusinessDay = (day: string) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())

/** The day itself, or the next (`1`) or previous (`-1`) one on which banks work. */
export function businessDay(day: string, direction: 1 | -1): string {
  return isBusinessDay(day) ? day : businessDay(addDays(day, direction), direction)
}

/** The business day `count` working days after `day`. */
export function afterBusinessDays(day: string, count: number): string {
  return count === 0 ? day : afterBusinessDays(businessDay(addDays(day, 1), 1), count - 1)
}

/** Every day from `first` to `last`, both included. */
export function* daysBetween(first: string, last: string): Generator<string> {
  for (let day = first; day <= last; day = addDays(day, 1)) yield day
}

/** So many minutes after the start of that day of the bank. An hour off on the two days that change the clock. */
export function instantOn(day: string, minutes: number, timeZone: string): Date {
  return new Date(endOfDay(addDays(day, -1), timeZone).getTime() + Math.round(minutes * 60_000))
}
