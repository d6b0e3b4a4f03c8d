import 'server-only'
import type { Account, AccountWithBalances, Balance, Booking, HeldAccount } from './account'
import { sandboxBank } from './sandbox-bank'

/**
 * The port to the bank's ledger. A real bank writes one object of this type and puts it in the place of
 * `sandboxBank`; nothing else in the house reads an account, a balance or a booking.
 */
export type Ledger = {
  accountsOfCustomer(psuId: string): Promise<HeldAccount[]>
  accountsByIban(ibans: readonly string[], psuId: string): Promise<HeldAccount[]>
  accountsById(ids: readonly string[]): Promise<Account[]>
  accountsWithBalances(ids: readonly string[], balancesOf: readonly string[]): Promise<AccountWithBalances[]>
  bookingsOf(asked: BookingsAsked): Promise<BookingPage>
}

const ledger: Ledger = sandboxBank

/** Every account a customer holds, with why it cannot be shared where it cannot; in a stable order. */
export const accountsOfCustomer = (psuId: string) => ledger.accountsOfCustomer(psuId)

/** The accounts of these IBANs that exist here, as this customer stands to them: `not-held` for another's. */
export const accountsByIban = (ibans: readonly string[], psuId: string) => ledger.accountsByIban(ibans, psuId)

/** Accounts by id, in the order asked for; ids the bank does not have are left out. */
export const accountsById = (ids: readonly string[]) => ledger.accountsById(ids)

/** Accounts by id as above, with the balances of those named in `balancesOf` alone; one look-up for both. */
export const accountsWithBalances = (ids: readonly string[], balancesOf: readonly string[]) =>
  ledger.accountsWithBalances(ids, balancesOf)

/** The balances of these accounts. */
export async function balancesOf(accountIds: readonly string[]): Promise<Balance[]> {
  const found = await ledger.accountsWithBalances(accountIds, accountIds)
  return found.flatMap(({ balances }) => balances)
}

/** One page of bookings: pending ones first, then by booking day, newest first. */
export const bookingsOf = (asked: BookingsAsked) => ledger.bookingsOf(asked)

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
