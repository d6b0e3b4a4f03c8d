import type { DataPart } from './permission-view'

/**
 * One day of looks, `date` a calendar day in the bank's zone. `away` counts as the allowance counts, so that it
 * can be compared with the line at `awayPerDay`. `failed`: the bank could not answer, and nothing was shown.
 */
export type AccessDay = { date: string; withYou: number; away: number; refused: number; failed: number }

/** The looks of consecutive days, oldest first, days without a look included. */
export type AccessView = {
  days: AccessDay[]
  /** How often a day without the customer; null for a permission that is used once. */
  awayPerDay: number | null
  /** The hour of the day in which it mostly looks by itself; null where there is none. */
  usualHour: number | null
  /** Another holder, by name, who connected the app: then `withYou` counts theirs. Null: whoever reads it did. */
  user: string | null
  /** What comes before a day to make the address of its calls, such as `?day=`. */
  dayHrefPrefix: string
  /** The day whose calls are listed below. */
  chosen: string | null
  /** Other lengths of time. */
  spans: { days: number; href: string; current: boolean }[]
}

/** Longer than this a day is too thin to be seen or touched: a bar is a week. */
const DAILY_MAX = 100
const WEEK = 7

/** The bars of the chart: a day each, or a week each, the last one ending with the last day. */
export function barsOf({ days }: Pick<AccessView, 'days'>): AccessBar[] {
  const length = days.length > DAILY_MAX ? WEEK : 1
  const odd = days.length % length
  const starts = Array.from({ length: Math.ceil(days.length / length) }, (_, index) =>
    Math.max(0, index * length - (odd === 0 ? 0 : length - odd)),
  )
  return starts.map((start, index) => {
    const those = days.slice(start, starts[index + 1] ?? days.length)
    const sum = (part: 'withYou' | 'away' | 'refused' | 'failed') =>
      those.reduce((total, day) => total + day[part], 0)
    const bar = { withYou: sum('withYou'), away: sum('away'), refused: sum('refused'), failed: sum('failed') }
    const [first, last] = [those.at(0)?.date ?? '', those.at(-1)?.date ?? '']
    return { ...bar, first, last, day: those.findLast((day) => looksOf(day) > 0)?.date ?? null }
  })
}

/** Everything that was tried on a day, or in the days of a bar. */
export const looksOf = (day: Omit<AccessDay, 'date'>) => day.withYou + day.away + day.refused + day.failed

/** `day`: the newest of its days that has a look; null where none has. */
export type AccessBar = Omit<AccessDay, 'date'> & { first: string; last: string; day: string | null }

/** One call of the third party. `account` is what the customer calls it, or `all` for the list of those shared. */
export type AccessCall = {
  id: string
  at: string
  part: DataPart | 'other'
  account: 'all' | { name: string | null }
  withYou: boolean
  outcome: 'served' | 'refused' | 'failed'
  /** Null for one that was not refused, and where the reason cannot be told. */
  why: WhyRefused | null
}

export type WhyRefused =
  | 'limit'
  | 'paused'
  | 'pausedYou'
  | 'pausedOther'
  | 'stopped'
  | 'over'
  | 'confirm'
  | 'once'
  | 'key'

export type DayCallsView = {
  date: string
  /** As of the chart. */
  user: string | null
  /** As the chart counts them: what is read at one go is one look, and has a row each. */
  looks: number
  /** How often a day it may look without the customer. */
  perDay: number
  calls: AccessCall[]
  /** The day has more calls than are listed. */
  more: boolean
  previousHref: string | null
  nextHref: string | null
}
