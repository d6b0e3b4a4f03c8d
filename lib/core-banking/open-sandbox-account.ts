import 'server-only'
import { v4 as randomId } from 'uuid'
import { database } from '@/db/connection'
import {
  type ACCOUNT_SCRIPTS,
  ledgerAccounts,
  ledgerBalances,
  ledgerHolders,
  ledgerStandingOrders,
  ledgerTransactions,
} from '@/db/schema/ledger'
import { createKey } from '@/lib/vault/vault'
import type { Balance, Booking, CardAccount, PaymentAccount, StandingOrder } from './account'
import { ACCOUNT_FIELDS } from './open-accounts'
import { sealNumber } from './seal-number'

const ROWS_AT_ONCE = 500

/**
 * Opens an account in the sandbox's ledger with its holders, balances, bookings and standing orders; returns its id. For
 * tests: a real bank's ledger is written by the bank alone.
 */
export async function openSandboxAccount(opened: NewAccount): Promise<string> {
  const { holders, balances, bookings, standingOrders = [], openedAt, ownerName, ...account } = opened
  const accountId = account.id ?? randomId()
  const key = await createKey(`account:${accountId}`)
  const { name, product, details = null, cashAccountType, usage, status, currency, script = null } = account
  const number = await sealNumber(account, key)
  const sealedOwnerName = key.seal(ACCOUNT_FIELDS.ownerName, ownerName)
  await database().transaction(async (tx) => {
    await tx.insert(ledgerAccounts).values({
      ...{ name, product, details, cashAccountType, usage, status, currency, script },
      ...{ id: accountId, keyId: key.id, ...number, sealedOwnerName, openedAt },
    })
    if (holders.length > 0)
      await tx.insert(ledgerHolders).values(holders.map((holder) => ({ accountId, ...holder })))
    if (balances.length > 0)
      await tx.insert(ledgerBalances).values(
        balances.map(({ type, money, creditLimitIncluded = null, changedAt }) => ({
          accountId,
          balanceType: type,
          ...money,
          creditLimitIncluded,
          changedAt,
        })),
      )
    for (let start = 0; start < bookings.length; start += ROWS_AT_ONCE)
      await tx.insert(ledgerTransactions).values(
        bookings.slice(start, start + ROWS_AT_ONCE).map(({ money, detail, ...booking }) => ({
          accountId,
          ...booking,
          ...money,
          sealedDetail: key.seal(ACCOUNT_FIELDS.booking, detail),
        })),
      )
    if (standingOrders.length > 0)
      await tx.insert(ledgerStandingOrders).values(
        standingOrders.map(({ money, detail, ...order }) => ({
          accountId,
          ...order,
          ...money,
          sealedDetail: key.seal(ACCOUNT_FIELDS.standingOrder, detail),
        })),
      )
  })
  return accountId
}

export type NewAccount = (New<PaymentAccount> | (New<Omit<CardAccount, 'maskedPan'>> & { pan: string })) & {
  holders: { psuId: string; alone: boolean }[]
  balances: (Omit<Balance, 'accountId' | 'creditLimitIncluded'> & { creditLimitIncluded?: boolean })[]
  bookings: Booking[]
  standingOrders?: StandingOrder[]
  script?: (typeof ACCOUNT_SCRIPTS)[number]
  openedAt: Date
}
type New<Kind extends { id: string; ownerName: string | null; details: string | null }> = Omit<
  Kind,
  'id' | 'ownerName' | 'details'
> & { id?: string; ownerName: string; details?: string }
