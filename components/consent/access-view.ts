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
  /** What comes before a day to make the address of its calls, such as `?day=`; null where no such page is. */
  dayHrefPrefix: string | null
}

/** One call of the third party. `account` is what the customer calls it, null for all shared accounts. */
export type AccessCall = {
  id: string
  at: string
  part: DataPart | 'other'
  account: string | null
  withYou: boolean
  outcome: 'served' | 'refused' | 'failed'
  /** Null for one that was not refused, and where the reason cannot be told. */
  why: WhyRefused | null
}

export type WhyRefused = 'limit' | 'paused' | 'stopped' | 'over' | 'confirm' | 'once' | 'key'

export type DayCallsView = {
  date: string
  /** How often a day it may look without the customer. */
  perDay: number
  calls: AccessCall[]
  previousHref: string | null
  nextHref: string | null
}
