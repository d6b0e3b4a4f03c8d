import 'server-only'
import type { AccountRight } from '@/lib/consent/use-consent'
import { accountsById, balancesOf } from '@/lib/core-banking/ledger'
import type { AccountView } from './account-view'

/** The accounts that a consent covers, and no other; balances only of those whose balances it covers. */
export async function listAccounts({ rights, withBalance }: ListAccounts): Promise<AccountView[]> {
  const covered = rights.filter((right) => withBalance && right.balances).map(({ accountId }) => accountId)
  const [accounts, balances] = await Promise.all([
    accountsById(rights.map(({ accountId }) => accountId)),
    covered.length > 0 ? balancesOf(covered) : [],
  ])
  return accounts.flatMap((account) => {
    const right = rights.find(({ accountId }) => accountId === account.id)
    if (!right) return []
    const own = covered.includes(account.id)
      ? balances.filter(({ accountId }) => accountId === account.id)
      : null
    return [{ account, right, balances: own }]
  })
}

type ListAccounts = { rights: readonly AccountRight[]; withBalance: boolean }
