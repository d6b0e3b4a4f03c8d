import type {
  ACCOUNT_STATUSES,
  ACCOUNT_USAGES,
  BALANCE_TYPES,
  CASH_ACCOUNT_TYPES,
  STANDING_ORDER_FREQUENCIES,
} from '@/db/schema/ledger'

/**
 * An account as the bank's ledger knows it. `id` is what third parties know as `resourceId`: constant, unguessable, a
 * UUID. Each currency under an IBAN is an account of its own, with its own id, balances and entries.
 */
export type Account = PaymentAccount | CardAccount

export type PaymentAccount = Described & {
  cashAccountType: Exclude<CashAccountType, 'CARD'>
  iban: string
}

/** A card's account. Its full number is nowhere: `maskedPan` shows the first six and the last four digits at most. */
export type CardAccount = Described & {
  cashAccountType: 'CARD'
  maskedPan: string
  creditLimit: Money | null
  /** True: reports quote what was spent as positive, as an invoice does. In the ledger it is negative, always. */
  debitAccounting: boolean
}

type Described = {
  id: string
  currency: string
  /** Null unless it was asked for: it names a person. */
  ownerName: string | null
  name: string
  product: string
  /** What there is to say about the account or the card, up to 500 characters. */
  details: string | null
  usage: (typeof ACCOUNT_USAGES)[number]
  status: (typeof ACCOUNT_STATUSES)[number]
}

type CashAccountType = (typeof CASH_ACCOUNT_TYPES)[number]

/** Why an account cannot be shared by this customer, in the order in which it is judged. */
export type Ineligibility =
  | 'not-held'
  | 'closed'
  | 'blocked'
  | 'not-a-payment-account'
  | 'needs-other-holder'
  | 'not-of-age'

/**
 * An account seen from one customer; `ineligible` null: they may share it. `together`: only with another holder's word
 * beside theirs, as the mandate of a joint account or a company may want it.
 */
export type HeldAccount = HeldPaymentAccount | HeldCardAccount
export type HeldPaymentAccount = PaymentAccount & Held
export type HeldCardAccount = CardAccount & Held
type Held = { ineligible: Ineligibility | null; joint: boolean; together: boolean }

/** A card as a third party names it: by its whole number, or by the masked one that the bank shows. */
export type CardReference = { pan: string } | { maskedPan: string }

/** A decimal string with exactly the currency's minor digits; debits are negative. Never a JavaScript number. */
export type Money = { amount: string; currency: string }

export type Balance = {
  accountId: string
  type: (typeof BALANCE_TYPES)[number]
  money: Money
  /** Null where there is no limit to count in. */
  creditLimitIncluded: boolean | null
  changedAt: Date
}

/** `balances` is empty where they were not asked for. */
export type AccountWithBalances = { account: Account; balances: Balance[] }

export type Booking = {
  id: string
  /** Null while pending. A day of the bank, as `valueOn`. */
  bookedOn: string | null
  valueOn: string
  money: Money
  bankTransactionCode: string
  detail: BookingDetail
}

/** What names people: it stands sealed in the ledger. */
export type BookingDetail = {
  creditorName?: string
  creditorIban?: string
  debtorName?: string
  debtorIban?: string
  endToEndId?: string
  remittance: string
}

/** An order that is still to run. `money` as its entries will be: negative, for it leaves. */
export type StandingOrder = {
  id: string
  money: Money
  frequency: (typeof STANDING_ORDER_FREQUENCIES)[number]
  /** Of the month, without a leading zero, 31 the last; null for a weekly one. */
  dayOfExecution: string | null
  startsOn: string
  endsOn: string | null
  detail: BookingDetail
}

/** Whether an account is a card's: those are listed apart (xs2a.md 2.2). */
export function isCard<Kind extends Account>(
  account: Kind,
): account is Extract<Kind, { cashAccountType: 'CARD' }> {
  return account.cashAccountType === 'CARD'
}

/** By what a person knows an account: its IBAN, or the masked number of its card. */
export function numberOf(account: Account): string {
  return account.cashAccountType === 'CARD' ? account.maskedPan : account.iban
}

/**
 * Only enabled payment and card accounts, and one whose mandate wants two people only where there is a second
 * (PSD2 Art. 4(12), 67).
 */
export function ineligibilityOf(
  account: Pick<Account, 'status' | 'cashAccountType'>,
  holder: { alone: boolean; joint: boolean } | null,
): Ineligibility | null {
  if (!holder) return 'not-held'
  if (account.status === 'deleted') return 'closed'
  if (account.status === 'blocked') return 'blocked'
  if (account.cashAccountType !== 'CACC' && account.cashAccountType !== 'CARD') return 'not-a-payment-account'
  return holder.alone || holder.joint ? null : 'needs-other-holder'
}
