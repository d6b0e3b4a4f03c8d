import 'server-only'
import type { AccountRight } from '@/lib/consent/use-consent'
import { bookingsOf } from '@/lib/core-banking/ledger'
import type { BookingPage, BookingsAsked } from '@/lib/core-banking/ledger-port'
import { mayLeave } from '@/lib/disclosure/disclosure-rule'
import { Refusal } from '@/lib/errors'
import type { CardView, PaymentView } from './account-view'
import { getAccount, getCardAccount } from './get-account'

/** Entries on one page. */
const PAGE_SIZE = 100

/**
 * One page of a payment account's transactions, newest first, pending ones before booked ones; `consent_invalid` where
 * the consent does not cover them.
 */
export async function listTransactions(asked: ListTransactions): Promise<TransactionPage<PaymentView>> {
  const [view, page] = await Promise.all([getAccount(asked), pageOf(asked)])
  return { ...view, ...page }
}

/** One page of a card account's transactions, in the same way. */
export async function listCardTransactions(asked: ListTransactions): Promise<TransactionPage<CardView>> {
  const [view, page] = await Promise.all([getCardAccount(asked), pageOf(asked)])
  return { ...view, ...page }
}

async function pageOf({ right, bookingStatus, ...asked }: ListTransactions): Promise<BookingPage> {
  if (!mayLeave('transactions', right)) throw new Refusal('consent_invalid')
  return bookingsOf({
    accountId: right.accountId,
    booked: bookingStatus !== 'pending',
    pending: bookingStatus !== 'booked',
    from: asked.from,
    to: asked.to,
    since: asked.since,
    upTo: asked.upTo,
    at: asked.at,
    limit: PAGE_SIZE,
  })
}

export type ListTransactions = Pick<BookingsAsked, 'from' | 'to' | 'since' | 'upTo' | 'at'> & {
  right: AccountRight
  withBalance: boolean
  bookingStatus: 'booked' | 'pending' | 'both'
}
export type TransactionPage<View> = View & BookingPage
