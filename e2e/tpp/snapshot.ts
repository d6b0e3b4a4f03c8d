import { isNegative, type Money } from '../outside/money'
import type { Balance, WireAccount, WireTransaction } from './bank-answers'
import { type Category, categoryOf } from './categories'

/** Puts what one read brought home into the shape our pages show and our store keeps. */
export function toSnapshot({ accounts, readAt, attended }: ToSnapshot): Snapshot {
  const ownIbans = new Set(accounts.flatMap(({ account }) => account.iban ?? []))
  return {
    readAt: readAt.toISOString(),
    attended,
    accounts: accounts.map(({ account, balances }) => ({
      id: account.resourceId,
      name: account.displayName ?? account.name ?? account.product ?? 'Account',
      iban: account.iban ?? null,
      currency: account.currency,
      balance: bestBalance(balances),
    })),
    payments: accounts
      .flatMap(({ account, booked, pending }) => [
        ...pending.map((transaction) =>
          toPayment({ transaction, account, isPending: true, ownIbans, readAt }),
        ),
        ...booked.map((transaction) =>
          toPayment({ transaction, account, isPending: false, ownIbans, readAt }),
        ),
      ])
      .sort((left, right) => right.day.localeCompare(left.day)),
  }
}

/** What a person may spend now comes first; what the books said last night is only better than nothing. */
const BALANCE_PREFERENCE = [
  'interimAvailable',
  'forwardAvailable',
  'expected',
  'interimBooked',
  'closingBooked',
]

function bestBalance(balances: Balance[]) {
  const rank = ({ balanceType }: Balance) => {
    const place = BALANCE_PREFERENCE.indexOf(balanceType)
    return place === -1 ? BALANCE_PREFERENCE.length : place
  }
  return balances.toSorted((left, right) => rank(left) - rank(right))[0]?.balanceAmount ?? null
}

function toPayment({ transaction, account, isPending, ownIbans, readAt }: ToPayment): Payment {
  const money = transaction.transactionAmount
  const isIncoming = !isNegative(money.amount)
  const otherIban = (isIncoming ? transaction.debtorAccount : transaction.creditorAccount)?.iban
  const otherName = isIncoming ? transaction.debtorName : transaction.creditorName
  const text = transaction.remittanceInformationUnstructured ?? transaction.additionalInformation ?? ''
  const counterparty = otherName ?? otherIban ?? (text === '' ? 'Unnamed' : text)
  const isOwnTransfer = otherIban !== undefined && ownIbans.has(otherIban)
  return {
    accountId: account.resourceId,
    day: transaction.bookingDate ?? transaction.valueDate ?? readAt.toISOString().slice(0, 10),
    isPending,
    counterparty,
    text: text === counterparty ? '' : text,
    money,
    category: categoryOf({ counterparty, text, isIncoming, isOwnTransfer }),
  }
}

export type ReadAccount = {
  account: WireAccount
  balances: Balance[]
  booked: WireTransaction[]
  pending: WireTransaction[]
}

type ToSnapshot = { accounts: ReadAccount[]; readAt: Date; attended: boolean }
type ToPayment = {
  transaction: WireTransaction
  account: WireAccount
  isPending: boolean
  ownIbans: Set<string>
  readAt: Date
}

export type Payment = {
  accountId: string
  day: string
  isPending: boolean
  counterparty: string
  text: string
  money: Money
  category: Category
}

export type Account = {
  id: string
  name: string
  iban: string | null
  currency: string
  balance: Money | null
}

/** Everything of the customer's that we hold, as of one read. */
export type Snapshot = { readAt: string; attended: boolean; accounts: Account[]; payments: Payment[] }
