import 'server-only'
import type { AccountRight } from '@/lib/consent/use-consent'
import type { Account, Balance } from '@/lib/core-banking/account'
import { Refusal } from '@/lib/errors'
import { getAccount } from './get-account'

/** The balances of one account; `consent_invalid` where the consent does not cover them. */
export async function listBalances(right: AccountRight): Promise<{ account: Account; balances: Balance[] }> {
  const { account, balances } = await getAccount({ right, withBalance: true })
  if (balances === null) throw new Refusal('consent_invalid')
  return { account, balances }
}
