import 'server-only'
import type { Balance } from '@/lib/core-banking/account'
import { balancesOf } from '@/lib/core-banking/ledger'
import { isRefusal } from '@/lib/errors'

/** Balances for a page of the customer's; none where the ledger cannot be reached: one can decide without them. */
export async function balancesToShow(accountIds: readonly string[]): Promise<Balance[]> {
  try {
    return await balancesOf(accountIds)
  } catch (thrown) {
    if (isRefusal(thrown) && thrown.code === 'ledger_unavailable') return []
    throw thrown
  }
}
