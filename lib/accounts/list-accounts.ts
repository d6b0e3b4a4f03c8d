import 'server-only'
import type { AccountRight } from '@/lib/consent/use-consent'
import { accountsWithBalances } from '@/lib/core-banking/ledger'
import type { AccountView } from './account-view'

/** The accounts that a consent covers, and no other; balances only of those whose balances it covers. */
export async function listAccounts({ rights, withBalance }: ListAccounts): Promise<AccountView[]> {
  const covered = rights.filter((right) => withBalance && right.balances).map(({ accountId }) => accountId)
  const found = await accountsWithBalances(
    rights.map(({ accountId }) => accountId),
    covered,
  )
  return found.flatMap(({ account, balances }) => {
    const right = rights.find(({ accountId }) => accountId === account.id)
    return right ? [{ account, right, balances: covered.includes(account.id) ? balances : null }] : []
  })
}

type ListAccounts = { rights: readonly AccountRight[]; withBalance: boolean }
