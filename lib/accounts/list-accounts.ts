import 'server-only'
import type { AccountRight } from '@/lib/consent/use-consent'
import { isCard } from '@/lib/core-banking/account'
import { accountsWithBalances } from '@/lib/core-banking/ledger'
import { mayLeave } from '@/lib/disclosure/disclosure-rule'
import { rememberNumber } from './account-numbers'
import type { AccountView, CardView, PaymentView } from './account-view'

/**
 * The payment accounts that a consent covers, and no other; balances and the owner's name only of those whose right
 * it gives. Card accounts are another list (xs2a.md 2.2).
 */
export async function listAccounts(asked: ListAccounts): Promise<PaymentView[]> {
  const views = await viewAccounts(asked)
  return views.filter((view): view is PaymentView => !isCard(view.account))
}

/** The card accounts that a consent covers, in the same way. */
export async function listCardAccounts(asked: ListAccounts): Promise<CardView[]> {
  const views = await viewAccounts(asked)
  return views.filter((view): view is CardView => isCard(view.account))
}

async function viewAccounts({ rights, withBalance }: ListAccounts): Promise<AccountView[]> {
  const balancesOf = rights
    .filter((right) => withBalance && mayLeave('balances', right))
    .map(({ accountId }) => accountId)
  const ownersOf = rights.filter((right) => mayLeave('ownerName', right)).map(({ accountId }) => accountId)
  const found = await accountsWithBalances({
    ids: rights.map(({ accountId }) => accountId),
    balancesOf,
    ownersOf,
  })
  return found.flatMap(({ account, balances }) => {
    rememberNumber(account)
    const right = rights.find(({ accountId }) => accountId === account.id)
    return right ? [{ account, right, balances: balancesOf.includes(account.id) ? balances : null }] : []
  })
}

type ListAccounts = { rights: readonly AccountRight[]; withBalance: boolean }
