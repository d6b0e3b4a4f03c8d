import 'server-only'
import type { ACCOUNT_SCRIPTS } from '@/db/schema/ledger'
import { vaultKeysById } from '@/lib/vault/vault'
import type { VaultKey } from '@/lib/vault/vault-key'
import type { Account, CardAccount, PaymentAccount } from './account'
import { toMoney } from './money'

/**
 * Opens the sealed fields of account rows, with all keys in one look-up; the owner's name only of those in `ownersOf`.
 * An account whose key is gone is gone.
 */
export async function openAccounts(
  rows: readonly AccountRow[],
  ownersOf: readonly string[] = [],
): Promise<Account[]> {
  const keys = await vaultKeysById(rows.map(({ key_id }) => key_id))
  return rows.map((row, index) => {
    const key = keys[index]
    if (!key) throw new Error(`The vault has no key for account ${row.id}`)
    return row.sealed_masked_pan === null
      ? openPayment(row, key, ownersOf.includes(row.id))
      : openCard(row, key, ownersOf.includes(row.id))
  })
}

function openPayment(row: AccountRow, key: VaultKey, withOwner: boolean): PaymentAccount {
  const { cash_account_type: cashAccountType, sealed_iban: sealedIban } = row
  if (cashAccountType === 'CARD' || !sealedIban) throw new Error(`Account ${row.id} has no number`)
  return {
    ...describe(row, key, withOwner),
    cashAccountType,
    iban: key.open<string>(ACCOUNT_FIELDS.iban, sealedIban),
  }
}

function openCard(row: AccountRow, key: VaultKey, withOwner: boolean): CardAccount {
  const { credit_limit: limit, sealed_masked_pan: sealedMaskedPan } = row
  if (row.cash_account_type !== 'CARD' || !sealedMaskedPan) throw new Error(`Account ${row.id} is no card's`)
  return {
    ...describe(row, key, withOwner),
    cashAccountType: 'CARD',
    maskedPan: key.open<string>(ACCOUNT_FIELDS.maskedPan, sealedMaskedPan),
    creditLimit: limit === null ? null : toMoney(limit, row.currency),
    debitAccounting: row.debit_accounting ?? true,
  }
}

function describe(row: AccountRow, key: VaultKey, withOwner: boolean) {
  return {
    id: row.id,
    ownerName: withOwner ? key.open<string>(ACCOUNT_FIELDS.ownerName, row.sealed_owner_name) : null,
    name: row.name,
    product: row.product,
    details: row.details,
    usage: row.usage,
    status: row.status,
    currency: row.currency,
  }
}

/** The names under which the fields of `ledger_*` are sealed. */
export const ACCOUNT_FIELDS = {
  iban: 'ledger_accounts.iban',
  maskedPan: 'ledger_accounts.masked_pan',
  ownerName: 'ledger_accounts.owner_name',
  booking: 'ledger_transactions.detail',
  standingOrder: 'ledger_standing_orders.detail',
} as const

/** The field name of the IBAN's blind index. Whoever writes an account uses the same. */
export const IBAN_INDEX = 'ledger_accounts.iban'

export type AccountRow = {
  id: string
  key_id: string
  sealed_iban: Buffer | null
  sealed_masked_pan: Buffer | null
  sealed_owner_name: Buffer
  name: string
  product: string
  details: string | null
  cash_account_type: Account['cashAccountType']
  usage: Account['usage']
  status: Account['status']
  currency: string
  credit_limit: string | null
  debit_accounting: boolean | null
  script: (typeof ACCOUNT_SCRIPTS)[number] | null
}
