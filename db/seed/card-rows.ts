import 'server-only'
import { ACCOUNT_FIELDS } from '@/lib/core-banking/open-accounts'
import { sealNumber } from '@/lib/core-banking/seal-number'
import type { VaultKey } from '@/lib/vault/vault-key'
import type { SeededBooking } from './history'
import { toDecimal, toMinor } from './minor-units'
import type { SeededCard } from './personas'

const YEAR_MILLIS = 365 * 86_400_000

/** A card's row of the accounts. */
export async function toCardRow(card: SeededCard, key: VaultKey, now: Date) {
  const { id, name, product, details, currency, pan } = card
  const creditLimit = { amount: card.creditLimit, currency }
  return {
    id,
    keyId: key.id,
    ...(await sealNumber({ cashAccountType: 'CARD', pan, creditLimit, debitAccounting: true }, key)),
    sealedOwnerName: key.seal(ACCOUNT_FIELDS.ownerName, card.ownerName),
    ...{ name, product, details, currency },
    cashAccountType: 'CARD' as const,
    usage: 'PRIV' as const,
    status: 'enabled' as const,
    openedAt: new Date(now.getTime() - card.openedYearsAgo * YEAR_MILLIS),
  }
}

/** What is booked, what is not on a bill yet, and what may still be spent, limit included. */
export function cardBalancesOf(card: SeededCard, bookings: readonly SeededBooking[], now: Date) {
  const { id: accountId, currency } = card
  const sum = (counted: readonly SeededBooking[]) => counted.reduce((total, { minor }) => total + minor, 0n)
  const rest = { accountId, currency, changedAt: now }
  const pending = bookings.filter(({ bookedOn }) => bookedOn === null)
  const booked = sum(bookings) - sum(pending)
  const available = toMinor(card.creditLimit) + sum(bookings)
  return [
    { ...rest, balanceType: 'closingBooked' as const, amount: toDecimal(booked), creditLimitIncluded: false },
    {
      ...rest,
      balanceType: 'nonInvoiced' as const,
      amount: toDecimal(sum(pending)),
      creditLimitIncluded: false,
    },
    {
      ...rest,
      balanceType: 'interimAvailable' as const,
      amount: toDecimal(available),
      creditLimitIncluded: true,
    },
  ]
}
