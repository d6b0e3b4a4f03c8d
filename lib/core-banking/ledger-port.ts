import type {
  Account,
  AccountWithBalances,
  Booking,
  CardReference,
  HeldAccount,
  HeldCardAccount,
  HeldPaymentAccount,
  Money,
  StandingOrder,
} from './account'
import type { HeldTogether, Mandate, MandatesAsked } from './mandate'
import type { CreditTransfer, PayeeCheck, TransferOutcome } from './payment-order'

/**
 * The port to the bank's ledger. A bank writes one object of this type and puts it in the place of the sandbox's in
 * ledger.ts; nothing else in the house reads an account, a balance or an entry. docs/core-banking.md says how, and
 * `ledger-conformance.ts` is the test that such an object has to pass.
 *
 * Whoever calls has decided already that the answer may be given: an implementation judges no consent. It reads and
 * never writes, but for `transfer`. Each call stands alone, many run at once. None may take longer than a person waits: an implementation
 * sets itself a deadline and throws when it is over, for nobody else does. Days are days of the bank (`YYYY-MM-DD` in
 * BANK_TIME_ZONE), ids are UUIDs in lower case, money is a decimal string.
 *
 * What does not exist is left out or null. What cannot be known now is thrown as `ledgerUnavailable(cause)`: the
 * customer reads that their accounts cannot be reached, a third party gets 503 with Retry-After, and nobody takes
 * silence for an empty account. Anything else thrown is a fault, answered as 500 and logged.
 */
export type Ledger = {
  /** Every account that a customer holds, payment and card accounts and all others, in an order that stays. */
  accountsOfCustomer(psuId: string): Promise<HeldAccount[]>

  /**
   * The accounts of these IBANs, each currency of an IBAN by itself, as this customer stands to them: `not-held` for
   * another's. IBANs unknown here are left out.
   */
  accountsByIban(ibans: readonly string[], psuId: string): Promise<HeldPaymentAccount[]>

  /**
   * For each reference the card accounts that it names, in its place. A whole number finds a card whoever holds it
   * (`not-held` for another's); a masked one, which many cards share, finds only those that this customer holds.
   */
  cardsByPan(references: readonly CardReference[], psuId: string): Promise<HeldCardAccount[][]>

  /**
   * Who may give the word that is still missing before all these accounts may be shared, once these customers have given
   * theirs: the other holders of each account whose mandate wants two people. Empty: enough have, and never before.
   */
  approversOf(asked: ApproversAsked): Promise<string[]>

  /** Everybody who holds one of these accounts, alone or with others. */
  holdersOf(accountIds: readonly string[]): Promise<string[]>

  /**
   * The private accounts that this customer holds together with others, and who the others are. Accounts of a business are
   * none: whoever signs for it acts for the business.
   */
  heldTogether(psuId: string): Promise<HeldTogether[]>

  /** Mandates in force at this moment, and no others: whose mandate has ended may do nothing more from then on. */
  mandates(asked: MandatesAsked): Promise<Mandate[]>

  /** Where the bank's mail reaches this customer, as the bank knows it now; null where it has no address of them. */
  mailAddressOf(psuId: string): Promise<string | null>

  /**
   * Which of these customers have died, and which are younger than `ofAgeFrom` years; all others are left out. No day of birth
   * leaves the ledger. It is asked when somebody wants to share, and of all customers in turn every hour.
   */
  standingsOf(asked: StandingsAsked): Promise<KnownStanding[]>

  /** Accounts by id, in the order asked for; ids the bank does not have are left out. A closed account stays known. */
  accountsById(ids: readonly string[]): Promise<Account[]>

  /**
   * Accounts as `accountsById` gives them, in one look-up with the balances of those in `balancesOf` and the owner's
   * name of those in `ownersOf`, and of no others: what is not asked for is not read.
   */
  accountsWithBalances(asked: AccountsAsked): Promise<AccountWithBalances[]>

  /**
   * One page of an account's entries: pending ones first, then booked ones by day, newest first; what shares a day
   * stands by its mark, the later one before the earlier. An unknown account has none.
   */
  bookingsOf(asked: BookingsAsked): Promise<BookingPage>

  /** One entry of an account, with its mark; null where that account has none of this id. */
  bookingById(accountId: string, id: string): Promise<MarkedBooking | null>

  /** The orders of an account that are still to run; none for a card. */
  standingOrdersOf(accountId: string): Promise<StandingOrder[]>

  /**
   * Whether at least this amount can be spent from the account now (PSD2 Art. 65): compared with what is available, an
   * agreed credit limit counted in. The balance itself does not leave the ledger. False where a yes is not certain: an
   * unknown, blocked or closed account, or another currency than the account's.
   */
  hasFunds(accountId: string, money: Money): Promise<boolean>

  /** A statement of a period, entries oldest first; null where it would hold more than `limit` of them. */
  statementOf(asked: StatementAsked): Promise<Statement | null>

  /**
   * Whether a payee's name is that of the holder of an IBAN, here or at another bank (verification of payee, Regulation (EU)
   * 2024/886). What cannot be known is `unavailable`, not an error: the payer then decides without it.
   */
  checkPayee(payee: { name: string; iban: string }): Promise<PayeeCheck>

  /**
   * Carries out a transfer: money leaves the account and is on its way to the payee, or nothing has happened. The same `id` again
   * answers as it did and moves nothing, also where the two come at once from two processes. Funds are judged as in `hasFunds`,
   * in the same step that takes them. What cannot be known now is thrown as `ledgerUnavailable`: it is tried again later.
   */
  transfer(order: CreditTransfer): Promise<TransferOutcome>
}

export type StandingsAsked = { psuIds: readonly string[]; ofAgeFrom: number }

/** Whoever has died is no minor. */
export type KnownStanding = { psuId: string; standing: 'minor' | 'deceased' }

export type ApproversAsked = { accountIds: readonly string[]; given: readonly string[] }

export type AccountsAsked = {
  ids: readonly string[]
  balancesOf: readonly string[]
  ownersOf: readonly string[]
}

/**
 * A state of the books of one account, as a word that only the ledger can read, at most 100 characters. What was booked
 * later lies after it, also where it was booked for an earlier day; a pending entry that is booked lies after it anew.
 */
export type Mark = string

/**
 * `from` and `to` are both included and limit booked entries only: a pending one has no booking day. Of the booked
 * ones only those after `since`; of all only those up to `upTo`, so that a list that somebody pages through stays as it
 * was. `at` is the edge of a page already given; null is the first page.
 */
export type BookingsAsked = {
  accountId: string
  booked: boolean
  pending: boolean
  from: string
  to: string
  since: Mark | null
  upTo: Mark | null
  at: { after: Position } | { before: Position } | null
  limit: number
}

/**
 * `next` and `previous` are the edges to go on from, null where there is no more. `mark` is the state of the books that
 * the page was read from, null where the page is empty.
 */
export type BookingPage = {
  bookings: Booking[]
  next: Position | null
  previous: Position | null
  mark: Mark | null
}

/** The place of an entry in the order of the list. `bookedOn` null: among the pending ones. */
export type Position = { bookedOn: string | null; mark: Mark }

export type MarkedBooking = Booking & { mark: Mark }

/** Booked entries of these days, both included. */
export type StatementAsked = { accountId: string; from: string; to: string; limit: number }

/** `opening`: what was booked before the first day; `closing`: the same with the entries of the period. */
export type Statement = { opening: Money; closing: Money; bookings: Booking[] }
