import 'server-only'
import { marketProfile } from '@/lib/market-profile'
import type { Balance, CardReference, Money } from './account'
import type {
  AccountsAsked,
  ApproversAsked,
  BookingsAsked,
  KnownStanding,
  Ledger,
  StatementAsked,
} from './ledger-port'
import type { MandatesAsked } from './mandate'
import type { CreditTransfer } from './payment-order'
import { sandboxBank } from './sandbox-bank'

/** The bank behind the port. A real bank puts its own object here; nothing else changes. */
const ledger: Ledger = sandboxBank

/** Every account a customer holds, with why it cannot be shared where it cannot; in a stable order. */
export const accountsOfCustomer = (psuId: string) => ledger.accountsOfCustomer(psuId)

/** The accounts of these IBANs that exist here, as this customer stands to them: `not-held` for another's. */
export const accountsByIban = (ibans: readonly string[], psuId: string) => ledger.accountsByIban(ibans, psuId)

/** The card accounts of each of these references; by a masked number only those that this customer holds. */
export const cardsByPan = (references: readonly CardReference[], psuId: string) =>
  ledger.cardsByPan(references, psuId)

/** Whose word is still missing before these accounts may be shared; empty where enough have given theirs. */
export const approversOf = (asked: ApproversAsked) => ledger.approversOf(asked)

/** Everybody who holds one of these accounts. */
export const holdersOf = (accountIds: readonly string[]) => ledger.holdersOf(accountIds)

/** The private accounts that a customer holds together with others, and who the others are. */
export const heldTogether = (psuId: string) => ledger.heldTogether(psuId)

/** Who may act for whom at this moment. */
export const mandates = (asked: MandatesAsked) => ledger.mandates(asked)

/** Where the bank's mail reaches a customer, or null. */
export const mailAddressOf = (psuId: string) => ledger.mailAddressOf(psuId)

/** Whether a customer is of the age at which the market lets them share, and alive, by the bank's books now. */
export async function standingOf(psuId: string): Promise<Standing> {
  const [known] = await ledger.standingsOf({ psuIds: [psuId], ofAgeFrom: marketProfile.sharesFromAge })
  return known?.standing ?? 'of-age'
}

/** Which of these customers have died, by the bank's books now. */
export async function deceasedAmong(psuIds: readonly string[]): Promise<Set<string>> {
  const known = await ledger.standingsOf({ psuIds, ofAgeFrom: 0 })
  return new Set(known.flatMap(({ psuId, standing }) => (standing === 'deceased' ? psuId : [])))
}

/** Accounts by id, in the order asked for; ids the bank does not have are left out. */
export const accountsById = (ids: readonly string[]) => ledger.accountsById(ids)

/** Accounts by id as above, with balances and owner's names of those named for them; one look-up for all. */
export const accountsWithBalances = (asked: AccountsAsked) => ledger.accountsWithBalances(asked)

/** The balances of these accounts. */
export async function balancesOf(accountIds: readonly string[]): Promise<Balance[]> {
  const found = await ledger.accountsWithBalances({ ids: accountIds, balancesOf: accountIds, ownersOf: [] })
  return found.flatMap(({ balances }) => balances)
}

/** One page of bookings: pending ones first, then by booking day, newest first. */
export const bookingsOf = (asked: BookingsAsked) => ledger.bookingsOf(asked)

/** One entry of an account, or null. */
export const bookingById = (accountId: string, id: string) => ledger.bookingById(accountId, id)

/** The orders of an account that are still to run. */
export const standingOrdersOf = (accountId: string) => ledger.standingOrdersOf(accountId)

/** The booked entries of a period between its two balances; null where they are more than the limit. */
export const statementOf = (asked: StatementAsked) => ledger.statementOf(asked)

/** Whether at least this amount can be spent from the account now: yes or no, never the balance. */
export const hasFunds = (accountId: string, money: Money) => ledger.hasFunds(accountId, money)

/** Whether a payee's name is that of the holder of an IBAN. */
export const checkPayee = (payee: { name: string; iban: string }) => ledger.checkPayee(payee)

/** Carries out a transfer, once per id. */
export const transfer = (order: CreditTransfer) => ledger.transfer(order)

export type Standing = KnownStanding['standing'] | 'of-age'
