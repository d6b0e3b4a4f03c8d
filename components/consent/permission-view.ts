import type { TppView } from '@/components/tpp/tpp-view'

/** What a permission is now, in the customer's terms. Dates are ISO: `…On` and `until` calendar days, `…At` instants. */
export type PermissionState =
  | { kind: 'waiting'; for: 'you' | { name: string } }
  | { kind: 'active'; until: string | null }
  | { kind: 'expiring'; until: string; daysLeft: number }
  | { kind: 'unused'; since: string }
  | {
      kind: 'paused'
      by: 'bank' | 'you' | { name: string }
      since: string
      reason: PauseReason
      told: string | null
      /** As of `shutOut`. */
      asks: boolean
    }
  /** Its certificate was withdrawn, by whomever, and it has no other. `asks`: it would ask for yes or no, and see nothing. */
  | { kind: 'shutOut'; since: string; asks: boolean }
  | { kind: 'expired'; on: string }
  /** `href` leads to the newer one; null where that is not this customer's. */
  | { kind: 'replaced'; at: string; href: string | null }
  | { kind: 'stopped'; by: 'you' | 'tpp' | 'bank' | { name: string }; at: string }
  | { kind: 'refused'; by: 'you' | 'nobody' | { name: string }; at: string }
  | { kind: 'usedOnce'; at: string }

/** What lies behind a decision of the bank, in a word; `told` beside it is what staff wrote for customers. */
export type PauseReason = 'certificate' | 'licence' | 'fraud' | 'other'

/**
 * `list` in the place of `accounts`: which accounts there are, and nothing more of any of them. `funds` alone: yes or no
 * to the question whether an amount is there, until somebody stops it.
 */
export type DataPart = 'funds' | 'accounts' | 'list' | 'ownerName' | 'balances' | 'transactions'

/** What is shared, for how long and how often without the customer. `until` is a calendar day, null for once. */
export type SharedData = {
  parts: DataPart[]
  transactionMonths: number
  until: string | null
  timesPerDay: number
}

/** Whether a permission lets somebody ask, and see nothing. */
export const asksOnly = ({ parts }: Pick<SharedData, 'parts'>) => parts.includes('funds')

/** A permission as a row of the list. `lastLookedAt` is null while nobody has looked. */
export type PermissionRow = {
  href: string
  tpp: TppView
  state: PermissionState
  accounts: string[]
  lastLookedAt: string | null
  /** It asks for yes or no, and looks at nothing. */
  asks: boolean
}
