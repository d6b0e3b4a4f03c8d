import 'server-only'
import type { AccountRight } from '@/lib/consent/use-consent'
import type { Balance, CardAccount, PaymentAccount } from '@/lib/core-banking/account'
import { Refusal } from '@/lib/errors'
import { getAccount, getCardAccount } from './get-account'

/** The balances of one payment account; `consent_invalid` where the consent does not cover them. */
export async function listBalances(right: AccountRight): Promise<Balances<PaymentAccount>> {
  const { account, balances } = await getAccount({ right, withBalance: true })
  if (balances === null) throw new Refusal('consent_invalid')
  return { account, balances }
}

/** The balances of one card account, in the same way. */
export async function listCardBalances(right: AccountRight): Promise<Balances<CardAccount>> {
  const { account, balances } = await getCardAccount({ right, withBalance: true })
  if (balances === null) throw new Refusal('consent_invalid')
  return { account, balances }
}

export type Balances<Kind> = { account: Kind; balances: Balance[] }
