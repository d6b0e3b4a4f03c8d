import 'server-only'
import { v4 as randomId } from 'uuid'
import { database } from '@/db/connection'
import { ledgerAccounts, ledgerBalances, ledgerHolders, ledgerTransactions } from '@/db/schema/ledger'
import { createKey, indexKey } from '@/lib/vault/vault'
import type { Account, Balance, Booking } from './account'
import { ACCOUNT_FIELDS } from './open-accounts'
import { IBAN_INDEX } from './sandbox-bank'

const ROWS_AT_ONCE = 500

/**
 * Opens an account in the sandbox's ledger with its holders, balances and bookings; returns its id. For the seed and
 * for tests: a real bank's ledger is written by the bank alone.
 */
export async function openSandboxAccount({ holders, balances, bookings, openedAt, ...account }: NewAccount) {
  const accountId = account.id ?? randomId()
  const key = await createKey(`account:${accountId}`)
  const ibanIndex = (await indexKey()).index(IBAN_INDEX, account.iban)
  const { iban, ownerName, ...plain } = account
  await database().transaction(async (tx) => {
    await tx.insert(ledgerAccounts).values({
      ...plain,
      id: accountId,
      keyId: key.id,
      ibanIndex,
      sealedIban: key.seal(ACCOUNT_FIELDS.iban, iban),
      sealedOwnerName: key.seal(ACCOUNT_FIELDS.ownerName, ownerName),
      openedAt,
    })
    if (holders.length > 0)
      await tx.insert(ledgerHolders).values(holders.map((holder) => ({ accountId, ...holder })))
    if (balances.length > 0)
      await tx.insert(ledgerBalances).values(
        balances.map(({ type, money, changedAt }) => ({
          accountId,
          balanceType: type,
          ...money,
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
  })
  return accountId
}

export type NewAccount = Omit<Account, 'id'> & {
  id?: string
  holders: { psuId: string; alone: boolean }[]
  balances: Omit<Balance, 'accountId'>[]
  bookings: Booking[]
  openedAt: Date
}
