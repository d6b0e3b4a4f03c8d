import 'server-only'
import type { Balance } from '@/lib/core-banking/account'
import { ifReachable } from '@/lib/core-banking/if-reachable'
import { balancesOf } from '@/lib/core-banking/ledger'

/** Balances for a page of the customer's; none where the ledger cannot be reached: one can decide without them. */
export async function balancesToShow(accountIds: readonly string[]): Promise<Balance[]> {
  return (await ifReachable(balancesOf(accountIds))) ?? []
}
