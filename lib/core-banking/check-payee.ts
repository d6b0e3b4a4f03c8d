import 'server-only'
import { hotQuery } from '@/db/hot-path'
import { indexKey } from '@/lib/vault/vault'
import { ifReachable } from './if-reachable'
import { type AccountRow, IBAN_INDEX, openAccounts } from './open-accounts'
import type { PayeeCheck } from './payment-order'
import { compareNames } from './same-name'
import { playReads } from './sandbox-scripts'

/**
 * Compares a payee's name with the holder of an account of this bank. Of other banks' the sandbox knows nothing: a real bank
 * asks them through the scheme for verification of payee.
 */
export async function checkPayee({ name, iban }: { name: string; iban: string }): Promise<PayeeCheck> {
  const key = await indexKey()
  const [row] = await hotQuery<AccountRow>({
    name: 'ledger.payee',
    text: `select a.* from ledger_accounts a where a.iban_index = $1 and a.status <> 'deleted' order by a.opened_at, a.id limit 1`,
    values: [key.index(IBAN_INDEX, iban)],
  })
  const holder = row && (await ifReachable(holderOf(row)))
  if (!holder) return { result: 'unavailable', name: null }
  const result = compareNames(name, holder)
  return result === 'close-match' ? { result, name: holder } : { result, name: null }
}

async function holderOf(row: AccountRow): Promise<string | null> {
  await playReads([row])
  const [account] = await openAccounts([row], [row.id])
  return account?.ownerName ?? null
}
