import 'server-only'
import type { Transaction } from '@/db/connection'
import {
  ledgerAccounts,
  ledgerBalances,
  ledgerHolders,
  ledgerMandates,
  ledgerStandingOrders,
  ledgerTransactions,
} from '@/db/schema/ledger'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import type { BookingDetail } from '@/lib/core-banking/account'
import { ACCOUNT_FIELDS } from '@/lib/core-banking/open-accounts'
import { sealNumber } from '@/lib/core-banking/seal-number'
import { createKey } from '@/lib/vault/vault'
import type { VaultKey } from '@/lib/vault/vault-key'
import { cardBalancesOf, toCardRow } from './card-rows'
import { drawCardHistory } from './cards'
import type { SeededBooking } from './history'
import { toDecimal } from './minor-units'
import { BUSINESSES, MANDATES, PERSONAS, type Persona, type SeededAccount } from './personas'
import { seedId } from './seed-id'
import { SHOP } from './shop'
import { ordersOf } from './standing-orders'

const ROWS_AT_ONCE = 1_000
const DAY_MILLIS = 86_400_000
const YEAR_MILLIS = 365 * DAY_MILLIS

/** The accounts with holders, bookings, standing orders and the balances that are exactly the bookings' sums. */
export async function writeLedger(
  tx: Transaction,
  histories: ReadonlyMap<string, SeededBooking[]>,
  now: Date,
): Promise<void> {
  const personas: readonly Persona[] = Object.values(PERSONAS)
  const held = personas.flatMap(({ accounts }) => Object.values(accounts))
  const accounts = new Map([...held, SHOP].map((one) => [one.id, one]))
  for (const account of accounts.values()) {
    const key = await createKey(`account:${account.id}`)
    await tx.insert(ledgerAccounts).values(await toRow(account, key, now))
    const bookings = histories.get(account.id) ?? []
    await tx.insert(ledgerBalances).values(balancesOf(account, bookings, now))
    await writeBookings(tx, account, bookings, key)
    const orders = ordersOf(account, now, key)
    if (orders.length > 0) await tx.insert(ledgerStandingOrders).values(orders)
  }
  await writeCards(tx, now)
  await writeMandates(tx, now)
  await tx
    .insert(ledgerHolders)
    .values(
      personas.flatMap(({ id: psuId, accounts, cards = {} }) => [
        ...Object.values(accounts).map(({ id: accountId, alone }) => ({ accountId, psuId, alone })),
        ...Object.values(cards).map(({ id: accountId }) => ({ accountId, psuId, alone: true })),
      ]),
    )
}

async function writeMandates(tx: Transaction, now: Date): Promise<void> {
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MILLIS)
  const customers = new Set(Object.values(PERSONAS).map(({ id }) => id))
  await tx.insert(ledgerMandates).values(
    MANDATES.map(({ psu, for: whom, may, daysAgo: since, endedDaysAgo }) => ({
      id: seedId(`mandate:${psu}`),
      psuId: PERSONAS[psu].id,
      accountId: customers.has(whom.id) ? null : whom.id,
      customerId: customers.has(whom.id) ? whom.id : null,
      may,
      startsAt: daysAgo(since),
      endsAt: endedDaysAgo === undefined ? null : daysAgo(endedDaysAgo),
    })),
  )
}

async function writeCards(tx: Transaction, now: Date): Promise<void> {
  const personas: readonly Persona[] = Object.values(PERSONAS)
  for (const card of personas.flatMap(({ cards = {} }) => Object.values(cards))) {
    const key = await createKey(`account:${card.id}`)
    await tx.insert(ledgerAccounts).values(await toCardRow(card, key, now))
    const bookings = drawCardHistory(card, bankDay(now, brand.timeZone))
    await tx.insert(ledgerBalances).values(cardBalancesOf(card, bookings, now))
    await writeBookings(tx, card, bookings, key)
  }
}

async function writeBookings(
  tx: Transaction,
  account: Pick<SeededAccount, 'id' | 'currency'>,
  bookings: readonly SeededBooking[],
  key: VaultKey,
): Promise<void> {
  for (let start = 0; start < bookings.length; start += ROWS_AT_ONCE)
    await tx
      .insert(ledgerTransactions)
      .values(bookings.slice(start, start + ROWS_AT_ONCE).map((booking) => toBooking(account, booking, key)))
}

async function toRow(account: SeededAccount, key: VaultKey, now: Date) {
  const { id, name, product, cashAccountType, usage, currency, openedYearsAgo, script = null } = account
  if (cashAccountType === 'CARD') throw new Error(`${id} is a card and stands among the accounts`)
  return {
    id,
    keyId: key.id,
    ...(await sealNumber({ cashAccountType, iban: account.iban }, key)),
    sealedOwnerName: key.seal(ACCOUNT_FIELDS.ownerName, account.ownerName),
    ...{ name, product, cashAccountType, usage, currency, script },
    status: 'enabled' as const,
    businessId: Object.values(BUSINESSES).find(({ accountIds }) => accountIds.includes(id))?.id ?? null,
    openedAt: new Date(now.getTime() - openedYearsAgo * YEAR_MILLIS),
  }
}

/** Booked is what is booked; available counts what is on its way as well. */
function balancesOf(
  { id: accountId, currency }: SeededAccount,
  bookings: readonly SeededBooking[],
  now: Date,
) {
  const sum = (counted: readonly SeededBooking[]) =>
    toDecimal(counted.reduce((total, { minor }) => total + minor, 0n))
  const booked = sum(bookings.filter(({ bookedOn }) => bookedOn !== null))
  const rest = { accountId, currency, changedAt: now }
  return [
    { ...rest, balanceType: 'closingBooked' as const, amount: booked },
    { ...rest, balanceType: 'interimAvailable' as const, amount: sum(bookings) },
  ]
}

function toBooking(
  { id: accountId, currency }: Pick<SeededAccount, 'id' | 'currency'>,
  booking: SeededBooking,
  key: VaultKey,
) {
  const { id, bookedOn, valueOn, minor, code, who, text } = booking
  const detail: BookingDetail = {
    ...(minor < 0n
      ? { creditorName: who.name, ...(who.iban === null ? {} : { creditorIban: who.iban }) }
      : { debtorName: who.name, ...(who.iban === null ? {} : { debtorIban: who.iban }) }),
    ...(booking.endToEndId === null ? {} : { endToEndId: booking.endToEndId }),
    remittance: text,
  }
  const sealedDetail = key.seal(ACCOUNT_FIELDS.booking, detail)
  const amount = toDecimal(minor)
  return { accountId, id, bookedOn, valueOn, amount, currency, bankTransactionCode: code, sealedDetail }
}
