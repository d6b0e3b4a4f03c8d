import 'server-only'
import { vaultKeysById } from '@/lib/vault/vault'
import type { Account } from './account'

/** Opens the sealed fields of account rows, with all keys in one look-up. An account whose key is gone is gone. */
export async function openAccounts(rows: readonly AccountRow[]): Promise<Account[]> {
  const keys = await vaultKeysById(rows.map(({ key_id }) => key_id))
  return rows.map((row, index) => {
    const key = keys[index]
    if (!key) throw new Error(`The vault has no key for account ${row.id}`)
    return {
      id: row.id,
      iban: key.open<string>(ACCOUNT_FIELDS.iban, row.sealed_iban),
      ownerName: key.open<string>(ACCOUNT_FIELDS.ownerName, row.sealed_owner_name),
      name: row.name,
      product: row.product,
      cashAccountType: row.cash_account_type,
      usage: row.usage,
      status: row.status,
      currency: row.currency,
    }
  })
}

/** The names under which the fields of `ledger_*` are sealed. */
export const ACCOUNT_FIELDS = {
  iban: 'ledger_accounts.iban',
  ownerName: 'ledger_accounts.owner_name',
  booking: 'ledger_transactions.detail',
} as const

export type AccountRow = {
  id: string
  key_id: string
  sealed_iban: Buffer
  sealed_owner_name: Buffer
  name: string
  product: string
  cash_account_type: Account['cashAccountType']
  usage: Account['usage']
  status: Account['status']
  currency: string
}
