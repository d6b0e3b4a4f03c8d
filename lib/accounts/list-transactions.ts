import 'server-only'
import type { AccountRight } from '@/lib/consent/use-consent'
import type { Booking } from '@/lib/core-banking/account'
import { bookingsOf } from '@/lib/core-banking/ledger'
import type { Position } from '@/lib/core-banking/ledger-port'
import { Refusal } from '@/lib/errors'
import type { AccountView } from './account-view'
import { getAccount } from './get-account'

/** Entries on one page. */
const PAGE_SIZE = 100

/**
 * One page of an account's transactions, newest first, pending ones before booked ones; `consent_invalid` where the
 * consent does not cover them. `next` is where the following page starts, null on the last.
 */
export async function listTransactions(asked: ListTransactions): Promise<TransactionPage> {
  const { right, withBalance, bookingStatus, from, to, after } = asked
  if (!right.transactions) throw new Refusal('consent_invalid')
  const [view, page] = await Promise.all([
    getAccount({ right, withBalance }),
    bookingsOf({
      accountId: right.accountId,
      booked: bookingStatus !== 'pending',
      pending: bookingStatus !== 'booked',
      from,
      to,
      after,
      limit: PAGE_SIZE,
    }),
  ])
  return { ...view, ...page }
}

type ListTransactions = {
  right: AccountRight
  withBalance: boolean
  bookingStatus: 'booked' | 'pending' | 'both'
  from: string
  to: string
  after: Position | null
}
export type TransactionPage = AccountView & { bookings: Booking[]; next: Position | null }
