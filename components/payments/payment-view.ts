import type { PasskeyAnswer } from '@/components/consent/approval-view'
import type { Money } from '@/components/format'
import type { TppView } from '@/components/tpp/tpp-view'

/** A payment that waits for an answer, as its page shows it. */
export type PaymentView = NamedPayment | PickedPayment

/** The third party named the account and nobody is identified yet: `iban` is what it sent itself. */
export type NamedPayment = Asked & { kind: 'named'; iban: string }

/** A customer has signed in and picks the account. `lost`: one was chosen that cannot pay any more. */
export type PickedPayment = Asked & {
  kind: 'pick'
  customer: string
  switchHref: string
  /** Whether they signed in on this very request, which was a page before this one. */
  second: boolean
  accounts: PayerOption[]
  unavailable: UnavailablePayer[]
  lost: string | null
  /** The bank cannot say now how much is in the accounts. */
  balancesMissing: boolean
}

/** An account that can pay. */
export type PayerOption = {
  id: string
  name: string
  iban: string
  joint: boolean
  balance: Money | null
  /** There is less on it now than this payment needs. Its own customer may know; the third party is not told. */
  short: boolean
  chosen: boolean
}

/** One that cannot. */
export type UnavailablePayer = { id: string; name: string; iban: string; reason: UnpayableReason }

export type UnpayableReason =
  | 'closed'
  | 'blocked'
  | 'not_payment_account'
  | 'other_currency'
  | 'needs_other_holder'
  | 'payees_own'
  | 'not_of_age'

/** What the bank says of the payee's name; `name` is then the holder's. */
export type PayeeWords =
  | { result: 'match' | 'no-match' | 'unavailable'; name: null }
  | { result: 'close-match'; name: string }

type Asked = {
  money: Money
  creditor: { name: string; iban: string }
  payee: PayeeWords
  /** The bank's name where the payee is called like it and is not known to be it; else null. */
  notBank: string | null
  /** Whether it is there within seconds. */
  instant: boolean
  /** The later day on which it is paid, of the bank; null for at once. */
  executeOn: string | null
  /** What the payee is to read, in the third party's words. */
  reference: string | null
  tpp: TppView
  pay: PasskeyAnswer
  decline: { action: string }
}
