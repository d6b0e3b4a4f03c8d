import type { CardView } from '@/lib/accounts/account-view'
import type { Balances } from '@/lib/accounts/list-balances'
import type { TransactionPage } from '@/lib/accounts/list-transactions'
import type { Balance, CardAccount, Money } from '@/lib/core-banking/account'
import { isBooked, toAccountLinks, toBalance, toPageLinks } from './account-shapes'
import { link } from './consent-shapes'
import { toCardTransaction } from './entry-shapes'
import type { PageQueries } from './read-list'

/** Berlin Group's cardAccountDetails. The number is masked: the bank keeps no other. */
export function toCardAccountDetails({ account, right, balances }: CardView, origin: string) {
  const self = `/v1/card-accounts/${account.id}`
  return {
    resourceId: account.id,
    ...toReference(account),
    ...(account.ownerName !== null && { ownerName: account.ownerName }),
    name: account.name,
    product: account.product,
    debitAccounting: account.debitAccounting,
    status: account.status,
    usage: account.usage,
    ...(account.details !== null && { details: account.details }),
    ...(account.creditLimit && { creditLimit: account.creditLimit }),
    ...(balances && { balances: toCardBalanceList(account, balances) }),
    _links: toAccountLinks(right, origin, self),
  }
}

/** The answer to `GET …/card-accounts/{account-id}/balances`. */
export function toCardBalances({ account, balances }: Balances<CardAccount>) {
  return {
    cardAccount: toReference(account),
    debitAccounting: account.debitAccounting,
    balances: toCardBalanceList(account, balances),
  }
}

/** The answer to `GET …/card-accounts/{account-id}/transactions`. */
export function toCardTransactions({ page, bookingStatus, origin, links }: ToCardTransactions) {
  const { account, balances, bookings } = page
  const self = link(origin, `/v1/card-accounts/${account.id}`)
  const entries = bookings.map(
    (booking) => [isBooked(booking), toCardTransaction(booking, quote(account))] as const,
  )
  const list = (wanted: boolean) => entries.flatMap(([booked, entry]) => (booked === wanted ? [entry] : []))
  return {
    cardAccount: toReference(account),
    debitAccounting: account.debitAccounting,
    cardTransactions: {
      ...(bookingStatus !== 'pending' && { booked: list(true) }),
      ...(bookingStatus !== 'booked' && { pending: list(false) }),
      _links: { cardAccount: self, ...toPageLinks(`${self.href}/transactions`, links) },
    },
    ...(balances && { balances: toCardBalanceList(account, balances) }),
  }
}

/** The available amount is what may still be spent, whichever way debits are quoted. */
function toCardBalanceList(account: CardAccount, balances: readonly Balance[]) {
  return balances.map((balance) =>
    toBalance(
      balance.type === 'interimAvailable' ? balance : { ...balance, money: quote(account)(balance.money) },
    ),
  )
}

/** The ledger knows debits as negative; an account with `debitAccounting` quotes them as positive (Berlin Group). */
function quote({ debitAccounting }: CardAccount): (money: Money) => Money {
  if (!debitAccounting) return (money) => money
  return ({ amount, currency }) => {
    if (/^-?0(\.0*)?$/.test(amount)) return { amount, currency }
    return { amount: amount.startsWith('-') ? amount.slice(1) : `-${amount}`, currency }
  }
}

const toReference = ({ maskedPan, currency }: CardAccount) => ({ maskedPan, currency })

type ToCardTransactions = {
  page: TransactionPage<CardView>
  bookingStatus: 'booked' | 'pending' | 'both'
  origin: string
  links: PageQueries
}
