import { addDays } from '@/lib/bank-day'

/** GDPR Art. 12(3): a month, and two further ones where the request needs them. */
const MONTHS = 1
const MONTHS_EXTENDED = 3

/** The last day on which an answer to what was received on `day` is in time. Days are `YYYY-MM-DD`, of the bank. */
export const answerDue = (day: string): string => endOfPeriod(day, MONTHS)

/** The same where the third party has said why it needs longer. */
export const answerDueExtended = (day: string): string => endOfPeriod(day, MONTHS_EXTENDED)

/**
 * Regulation (EEC, Euratom) 1182/71, Art. 3: the day of the event is not counted, a period of months ends with the day of the
 * same number, or with the last of a month that has none (2(c)), and never on a Saturday or a Sunday but with the next
 * working day (4). Public holidays differ from place to place and are not moved: who is told a day earlier is told no wrong.
 */
function endOfPeriod(day: string, months: number): string {
  const last = monthsAfter(day, months)
  const weekday = new Date(`${last}T00:00:00Z`).getUTCDay()
  return addDays(last, weekday === 6 ? 2 : weekday === 0 ? 1 : 0)
}

function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const daysInMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, daysInMonth))).toISOString().slice(0, 10)
}
