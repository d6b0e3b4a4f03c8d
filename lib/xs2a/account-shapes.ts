import type { AccountView } from '@/lib/accounts/account-view'
import type { TransactionPage } from '@/lib/accounts/list-transactions'
import type { Account, Balance, Booking } from '@/lib/core-banking/account'
import { env } from '@/lib/env'
import { link } from './consent-shapes'

/** Berlin Group's accountDetails. A link stands only where the consent gives the right. */
export function toAccountDetails({ account, right, balances }: AccountView, origin: string) {
  const self = `/v1/accounts/${account.id}`
  return {
    resourceId: account.id,
    ...toReference(account),
    name: account.name,
    product: account.product,
    cashAccountType: account.cashAccountType,
    status: account.status,
    bic: env.BANK_BIC,
    usage: account.usage,
    ...(balances && { balances: balances.map(toBalance) }),
    _links: {
      ...(right.balances && { balances: link(origin, `${self}/balances`) }),
      ...(right.transactions && { transactions: link(origin, `${self}/transactions`) }),
    },
  }
}

/** The answer to `GET …/balances`. */
export function toBalances({ account, balances }: { account: Account; balances: Balance[] }) {
  return { account: toReference(account), balances: balances.map(toBalance) }
}

/** The answer to `GET …/transactions`: only the lists asked for, and `next` where there is more. */
export function toTransactions({ page, bookingStatus, origin, next }: ToTransactions) {
  const { account, balances, bookings } = page
  const self = link(origin, `/v1/accounts/${account.id}`)
  const booked = bookings.filter(({ bookedOn }) => bookedOn !== null).map(toEntry)
  const pending = bookings.filter(({ bookedOn }) => bookedOn === null).map(toEntry)
  return {
    account: toReference(account),
    transactions: {
      ...(bookingStatus !== 'pending' && { booked }),
      ...(bookingStatus !== 'booked' && { pending }),
      _links: { account: self, ...(next && { next: { href: `${self.href}/transactions?${next}` } }) },
    },
    ...(balances && { balances: balances.map(toBalance) }),
  }
}

const toReference = ({ iban, currency }: Account) => ({ iban, currency })

const toBalance = ({ money, type, changedAt }: Balance) => ({
  balanceAmount: money,
  balanceType: type,
  lastChangeDateTime: changedAt.toISOString(),
})

/** An absent field is left out, never null: the schema of the standard has no nulls. */
function toEntry({ id, bookedOn, valueOn, money, bankTransactionCode, detail }: Booking) {
  return {
    transactionId: id,
    endToEndId: detail.endToEndId,
    bookingDate: bookedOn ?? undefined,
    valueDate: valueOn,
    transactionAmount: money,
    creditorName: detail.creditorName,
    creditorAccount: detail.creditorIban ? { iban: detail.creditorIban } : undefined,
    debtorName: detail.debtorName,
    debtorAccount: detail.debtorIban ? { iban: detail.debtorIban } : undefined,
    remittanceInformationUnstructured: detail.remittance,
    bankTransactionCode,
  }
}

type ToTransactions = {
  page: TransactionPage
  bookingStatus: 'booked' | 'pending' | 'both'
  origin: string
  next: string | null
}
