import { type Account, numberOf } from '@/lib/core-banking/account'

/** What a page calls each account: by its own name, and by its number where it has none. */
export const namesOf = (accounts: readonly Account[]): Map<string, string> =>
  new Map(accounts.map((account) => [account.id, account.name || numberOf(account)]))
