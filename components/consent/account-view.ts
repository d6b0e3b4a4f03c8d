import type { Money } from '@/components/format'
import type { AccountGroup } from '@/lib/consent/arrange-accounts'

/** An account as a permission names it; the IBAN is complete here and masked where it is shown. */
export type AccountView = {
  id: string
  name: string | null
  iban: string
  joint: boolean
  /** Who gets to know that it is shared; nobody where it is left out or null. */
  told?: ToldOfAccount | null
}

/** The names of the other holders; `business`: whoever has a mandate for the business whose account it is. */
export type ToldOfAccount = { people: string[]; business: boolean }

/**
 * An account that may be shared, with what helps to recognise it. `sharedNow`: the one who asks sees it already;
 * `sharedBefore`: it did, by what has ended.
 */
export type AccountOption = AccountView & {
  name: string
  balance: Money | null
  chosen: boolean
  sharedNow: boolean
  sharedBefore: boolean
  /** The other holders, one of whom has to allow it too; empty where this customer's word is enough. */
  others: string[]
  group: AccountGroup
  /** It is what was searched for, or nothing was. */
  meant: boolean
}

/**
 * Where so many accounts can be shared that they are searched: for what, how many that means of how many, where the page is drawn
 * anew with what is ticked, and whether the balances are to be hidden.
 */
export type ManyAccounts = {
  find: string
  found: number
  of: number
  action: string
  balancesHidden: boolean
}

/** An account that may not, and why: it stays visible so that nobody looks for it. */
export type UnavailableAccount = {
  id: string
  name: string
  iban: string | null
  reason: 'not_payment_account' | 'closed' | 'blocked' | 'no_authority' | 'not_of_age' | 'kept_back'
}
