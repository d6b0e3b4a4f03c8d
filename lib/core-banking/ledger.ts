import 'server-only'
import type { Balance } from './account'
import type { BookingsAsked, Ledger } from './ledger-port'
import { sandboxBank } from './sandbox-bank'

/** The bank behind the port. A real bank puts its own object here; nothing else changes. */
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
