import type { PaymentView } from '@/lib/accounts/account-view'
import type { Balances } from '@/lib/accounts/list-balances'
import type { StandingOrders } from '@/lib/accounts/list-standing-orders'
import type { TransactionPage } from '@/lib/accounts/list-transactions'
import type { Balance, Booking, PaymentAccount } from '@/lib/core-banking/account'
import { mayLeave } from '@/lib/disclosure/disclosure-rule'
import { env } from '@/lib/env'
import { link } from './consent-shapes'
import { toInformationEntry, toTransaction } from './entry-shapes'
import type { PageQueries } from './read-list'

/** Berlin Group's accountDetails. A link stands only where the consent gives the right, a name only where it says so. */
export function toAccountDetails({ account, right, balances }: PaymentView, origin: string) {
  const self = `/v1/accounts/${account.id}`
  return {
    resourceId: account.id,
    ...toReference(account),
    ...(account.ownerName !== null && { ownerName: account.ownerName }),
    name: account.name,
    product: account.product,
    cashAccountType: account.cashAccountType,
    status: account.status,
    bic: env.BANK_BIC,
    usage: account.usage,
    ...(account.details !== null && { details: account.details }),
    ...(balances && { balances: balances.map(toBalance) }),
    _links: toAccountLinks(right, origin, self),
  }
}

/** The links from an account to what the consent lets be read of it. */
export function toAccountLinks(right: PaymentView['right'], origin: string, self: string) {
  return {
    ...(right.details && mayLeave('balances', right) && { balances: link(origin, `${self}/balances`) }),
    ...(right.details &&
      mayLeave('transactions', right) && { transactions: link(origin, `${self}/transactions`) }),
  }
}

/** The answer to `GET …/balances`. */
export function toBalances({ account, balances }: Balances<PaymentAccount>) {
  return { account: toReference(account), balances: balances.map(toBalance) }
}

/** The answer to `GET …/transactions`: only the lists asked for, and links to the pages there are. */
export function toTransactions({ page, bookingStatus, origin, links }: ToTransactions) {
  const { account, balances, bookings } = page
  const self = link(origin, `/v1/accounts/${account.id}`)
  const entry = (booking: Booking) => toTransaction(booking, `${self.href}/transactions`)
  return {
    account: toReference(account),
    transactions: {
      ...(bookingStatus !== 'pending' && { booked: bookings.filter(isBooked).map(entry) }),
      ...(bookingStatus !== 'booked' && {
        pending: bookings.filter((booking) => !isBooked(booking)).map(entry),
      }),
      _links: { account: self, ...toPageLinks(`${self.href}/transactions`, links) },
    },
    ...(balances && { balances: balances.map(toBalance) }),
  }
}

/** The answer to `GET …/transactions` for standing orders. */
export function toInformation({ account, orders }: StandingOrders, origin: string) {
  return {
    account: toReference(account),
    transactions: {
      information: orders.map(toInformationEntry),
      _links: { account: link(origin, `/v1/accounts/${account.id}`) },
    },
  }
}

/** Links to the pages around one, on the path they all have. */
export function toPageLinks(path: string, links: PageQueries) {
  const all = Object.entries(links).map(([name, query]) => [name, { href: `${path}?${query}` }])
  return Object.fromEntries(all) as Partial<Record<keyof PageQueries, { href: string }>>
}

/** Whether an entry stands in the books; otherwise it is pending. */
export const isBooked = ({ bookedOn }: Booking) => bookedOn !== null

/** Berlin Group's balance. */
export const toBalance = ({ money, type, creditLimitIncluded, changedAt }: Balance) => ({
  balanceAmount: money,
  balanceType: type,
  ...(creditLimitIncluded !== null && { creditLimitIncluded }),
  lastChangeDateTime: changedAt.toISOString(),
})

const toReference = ({ iban, currency }: PaymentAccount) => ({ iban, currency })

type ToTransactions = {
  page: TransactionPage<PaymentView>
  bookingStatus: 'booked' | 'pending' | 'both'
  origin: string
  links: PageQueries
}
