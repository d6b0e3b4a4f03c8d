import type { ChosenAccount } from './choose-accounts'
import type { ConsentModel } from './consent'

/**
 * How many reads a one-off consent gives (xs2a.md 3.5): each list once and, unless it gives lists alone, of each account
 * its details, its balances and its transactions once, as far as it gives them.
 */
export function readsOfOneOff(model: ConsentModel, accounts: readonly ChosenAccount[]): number {
  const lists = new Set(accounts.map(({ card }) => card)).size
  if (model === 'accountList') return lists
  const ofAccounts = accounts.map(({ balances, transactions }) => 1 + Number(balances) + Number(transactions))
  return ofAccounts.reduce((sum, reads) => sum + reads, lists)
}
