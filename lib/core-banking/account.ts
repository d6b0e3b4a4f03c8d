import type { ACCOUNT_STATUSES, ACCOUNT_USAGES, BALANCE_TYPES, CASH_ACCOUNT_TYPES } from '@/db/schema/ledger'

/** A payment account as the bank's ledger knows it. `id` is what third parties know as `resourceId`. */
export type Account = {
  id: string
  iban: string
  currency: string
  ownerName: string
  name: string
  product: string
  cashAccountType: (typeof CASH_ACCOUNT_TYPES)[number]
  usage: (typeof ACCOUNT_USAGES)[number]
  status: (typeof ACCOUNT_STATUSES)[number]
}

/** Why an account cannot be shared by this customer, in the order in which it is judged. */
export type Ineligibility = 'not-held' | 'closed' | 'blocked' | 'not-a-payment-account' | 'needs-other-holder'

/** An account seen from one customer; `ineligible` null: they may share it on their own word. */
export type HeldAccount = Account & { ineligible: Ineligibility | null; joint: boolean }

/** A decimal string with exactly the currency's minor digits; debits are negative. Never a JavaScript number. */
export type Money = { amount: string; currency: string }

export type Balance = {
  accountId: string
  type: (typeof BALANCE_TYPES)[number]
  money: Money
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

/** Only enabled payment accounts, and a joint one only where its holder may act alone (PSD2 Art. 4(12), 67). */
export function ineligibilityOf(
  account: Pick<Account, 'status' | 'cashAccountType'>,
  holder: { alone: boolean } | null,
): Ineligibility | null {
  if (!holder) return 'not-held'
  if (account.status === 'deleted') return 'closed'
  if (account.status === 'blocked') return 'blocked'
  if (account.cashAccountType !== 'CACC') return 'not-a-payment-account'
  return holder.alone ? null : 'needs-other-holder'
}
