import 'server-only'
import type { AccountRight } from '@/lib/consent/use-consent'
import type { StandingOrder } from '@/lib/core-banking/account'
import { standingOrdersOf } from '@/lib/core-banking/ledger'
import { mayLeave } from '@/lib/disclosure/disclosure-rule'
import { Refusal } from '@/lib/errors'
import type { PaymentView } from './account-view'
import { getAccount } from './get-account'

/** The standing orders of an account that are still to run; `consent_invalid` where transactions are not covered. */
export async function listStandingOrders(right: AccountRight): Promise<StandingOrders> {
  if (!mayLeave('transactions', right)) throw new Refusal('consent_invalid')
  const [view, orders] = await Promise.all([
    getAccount({ right, withBalance: false }),
    standingOrdersOf(right.accountId),
  ])
  return { ...view, orders }
}

export type StandingOrders = PaymentView & { orders: StandingOrder[] }
