import type { Account, AccountWithBalances, Booking, HeldAccount } from './account'

/**
 * The port to the bank's ledger. A real bank writes one object of this type and puts it in the place of
 * `sandboxBank` in ledger.ts; nothing else in the house reads an account, a balance or a booking.
 */
export type Ledger = {
  accountsOfCustomer(psuId: string): Promise<HeldAccount[]>
  accountsByIban(ibans: readonly string[], psuId: string): Promise<HeldAccount[]>
  accountsById(ids: readonly string[]): Promise<Account[]>
  accountsWithBalances(ids: readonly string[], balancesOf: readonly string[]): Promise<AccountWithBalances[]>
  bookingsOf(asked: BookingsAsked): Promise<BookingPage>
}

/**
 * `from` and `to` are days of the bank, both included, and limit booked entries only: a pending one has no booking
 * day. `after` is the position of the last entry already given; a booking made meanwhile moves no later page.
 */
export type BookingsAsked = {
  accountId: string
  booked: boolean
  pending: boolean
  from: string
  to: string
  after: Position | null
  limit: number
}

/** The entries, and the position to go on from; null when there is no more. */
export type BookingPage = { bookings: Booking[]; next: Position | null }

/** Where a page ended. `bookedOn` null: among the pending entries. */
export type Position = { bookedOn: string | null; id: string }
