import type { ConsentModel } from '@/lib/consent/consent'
import type { PersonaKey, SeededAccount } from './personas'
import type { ThirdPartyKey } from './third-parties'

/** One consent of the seed, told in days before today; everything else follows from it. */
export type SeededPermission = {
  /** Unique; gives the consent its id. */
  key: string
  psu: PersonaKey
  tpp: ThirdPartyKey
  askedDaysAgo: number
  /** How long it was asked for; the day of asking is the first. */
  days: number
  accounts: readonly SeededAccount[]
  rights: { balances: boolean; transactions: boolean }
  model: ConsentModel
  recurring: boolean
  outcome: Outcome
  hold?: { daysAgo: number; reason: string }
  looks?: Looks
  /** Makes it a consent for confirmation of funds, which lasts until somebody ends it; oldest first. */
  questions?: readonly SeededQuestion[]
}

/** One question whether an amount of the account's currency was there. `minutes` after midnight. */
export type SeededQuestion = {
  daysAgo: number
  minutes: number
  amount: string
  payee: string | null
  fundsAvailable: boolean
}

/** How it stands today, and since when where the length of the consent does not say it. */
export type Outcome =
  | { status: 'received' | 'rejected' | 'valid' | 'expired' }
  | { status: 'revokedByPsu' | 'terminatedByTpp'; daysAgo: number }
  /** Ended by a newer one of the same third party, named by its key; its status is `expired`. */
  | { status: 'replaced'; by: string }

/** How a third party made use of it. */
export type Looks = {
  /** The last day of looking: so many days ago; the end of the consent ends it too. */
  untilDaysAgo?: number
  /** Over how many days before that. */
  days: number
  /** On how many days of a hundred it looked by itself, from early in the morning on. */
  away: number
  /** How often on such a day; once where it is not said. */
  runs?: 2 | 3
  /** On how many evenings of a hundred the customer opened it. */
  present: number
  /** A day on which the customer looked so many times. */
  busy?: { daysAgo: number; looks: number }
  /** A day on which it asked once more than it may without the customer. */
  tooOften?: { daysAgo: number }
  /** Days ago on which it asked although it no longer could. */
  refused?: { daysAgo: number[]; code: string }
}

export const EVERYTHING = { balances: true, transactions: true } as const
export const BALANCES = { balances: true, transactions: false } as const
export const TRANSACTIONS = { balances: false, transactions: true } as const
export const DETAILS = { balances: false, transactions: false } as const
