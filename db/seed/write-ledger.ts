import 'server-only'
import type { Transaction } from '@/db/connection'
import { ledgerAccounts, ledgerBalances, ledgerHolders, ledgerTransactions } from '@/db/schema/ledger'
import type { BookingDetail } from '@/lib/core-banking/account'
import { ACCOUNT_FIELDS } from '@/lib/core-banking/open-accounts'
import { IBAN_INDEX } from '@/lib/core-banking/sandbox-bank'
import { createKey, indexKey, type VaultKey } from '@/lib/vault/vault'
import type { SeededBooking } from './history'
import { toDecimal } from './minor-units'
import { PERSONAS, type Persona, type SeededAccount } from './personas'

const ROWS_AT_ONCE = 1_000
const YEAR_MILLIS = 365 * 86_400_000

/** The accounts with holders, bookings and the balances that are exactly their sums. */
export async function writeLedger(
  tx: Transaction,
  histories: ReadonlyMap<string, SeededBooking[]>,
  now: Date,
): Promise<void> {
  const index = await indexKey()
  const personas: readonly Persona[] = Object.values(PERSONAS)
  const accounts = new Map(
    personas.flatMap(({ accounts }) => Object.values(accounts)).map((one) => [one.id, one]),
  )
  for (const account of accounts.values()) {
    const key = await createKey(`account:${account.id}`)
    await tx.insert(ledgerAccounts).values(toRow(account, key, index.index(IBAN_INDEX, account.iban), now))
    const bookings = histories.get(account.id) ?? []
    await tx.insert(ledgerBalances).values(balancesOf(account, bookings, now))
    for (let start = 0; start < bookings.length; start += ROWS_AT_ONCE)
      await tx
        .insert(ledgerTransactions)
        .values(
          bookings.slice(start, start + ROWS_AT_ONCE).map((booking) => toBooking(account, booking, key)),
        )
  }
  await tx
    .insert(ledgerHolders)
    .values(
      personas.flatMap(({ id: psuId, accounts }) =>
        Object.values(accounts).map(({ id: accountId, alone }) => ({ accountId, psuId, alone })),
      ),
    )
}

function toRow(account: SeededAccount, key: VaultKey, ibanIndex: Buffer, now: Date) {
  const { id, name, product, cashAccountType, usage, currency, openedYearsAgo } = account
  return {
    id,
    keyId: key.id,
    ibanIndex,
    sealedIban: key.seal(ACCOUNT_FIELDS.iban, account.iban),
    sealedOwnerName: key.seal(ACCOUNT_FIELDS.ownerName, account.ownerName),
    ...{ name, product, cashAccountType, usage, currency },
    status: 'enabled' as const,
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

function toBooking({ id: accountId, currency }: SeededAccount, booking: SeededBooking, key: VaultKey) {
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
