import type { TppView } from '@/components/tpp/tpp-view'
import type { ConfirmationWords } from '@/lib/consent/confirm-sharing'
import type { AccountOption, AccountView, ManyAccounts, UnavailableAccount } from './account-view'
import type { PayerCardView } from './payer-card'
import type { DataPart, SharedData } from './permission-view'

/** A request for a decision, rendered from its canonical record. */
export type ApprovalView = NamedApproval | PickApproval | AllApproval | TogetherApproval

/** Whether a customer has signed in who has no account that can be shared: there is nothing left to answer. */
export const nothingToShare = ({ kind, accounts }: ApprovalView) => kind !== 'named' && accounts.length === 0

/** The third party named the accounts and nobody is identified yet: `accounts` holds only what it sent itself. */
export type NamedApproval = Request & { kind: 'named'; accounts: AccountView[]; allow: PasskeyAnswer }

/**
 * A customer has signed in and picks. `refusedChoice`: the form came back without an account; `lost`: with one that cannot be
 * shared any more.
 */
export type PickApproval = Request & {
  kind: 'pick'
  customer: string
  switchHref: string
  accounts: AccountOption[]
  unavailable: UnavailableAccount[]
  many: ManyAccounts | null
  refusedChoice: boolean
  lost: LostAccount | null
  /** When the permission was given that this one takes the place of. */
  replaces: string | null
  /** What is more than this third party has, or had last; null where there is nothing to compare with. */
  news: RenewalNews | null
  /** The bank cannot say now how much is in the accounts. */
  balancesMissing: boolean
  allow: PasskeyAnswer | FormAnswer
}

/** A customer has signed in and is asked for all accounts at once: there is nothing to pick. */
export type AllApproval = Request & {
  kind: 'all'
  customer: string
  switchHref: string
  accounts: AccountView[]
  /** Those that would be among them, had the customer not said that they are never shared. */
  kept: UnavailableAccount[]
  lost: LostAccount | null
  /** When the permission was given that this one takes the place of. */
  replaces: string | null
  /** What is more than this third party has, or had last; null where there is nothing to compare with. */
  news: RenewalNews | null
  allow: PasskeyAnswer | FormAnswer
}

/**
 * Another holder has allowed it, and this one is asked on their own dashboard: the accounts are those. `given` are the
 * names of who has; `until` is the last instant to answer.
 */
export type TogetherApproval = Request & {
  kind: 'together'
  accounts: AccountView[]
  given: string[]
  /** Whose accounts it is about, too, that are not this customer's. */
  others: string | null
  until: string
  allow: PasskeyAnswer
}

/** Signed by a passkey: options are fetched and the answer is posted as JSON. */
export type PasskeyAnswer = {
  by: 'passkey'
  optionsUrl: string
  resultUrl: string
  fields: Record<string, string>
}

/** Just signed in on this very request: a plain form, no second prompt. */
export type FormAnswer = { by: 'form'; action: string; fields: Record<string, string> }

/** An account that was chosen, and closed or blocked before the answer came. */
export type LostAccount = { name: string; reason: 'closed' | 'other' }

/** `accounts` are those it asks for and did not have. */
export type RenewalNews = {
  parts: DataPart[]
  again: boolean
  longer: { days: number; before: number } | null
  oftener: { times: number; before: number } | null
  accounts: string[]
}

type Request = {
  tpp: TppView
  purpose: string | null
  data: SharedData
  /** Where it is asked for a card of the third party's own. */
  card: PayerCardView | null
  /** The sentence of what they share that the customer ticks where the market wants that; null elsewhere. */
  confirm: ConfirmationWords | null
  decline: { action: string; fields: Record<string, string> }
}
