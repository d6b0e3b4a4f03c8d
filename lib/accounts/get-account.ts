import 'server-only'
import type { AccountRight } from '@/lib/consent/use-consent'
import { refusalOf } from '@/lib/consent/why-refused'
import type { CardView, PaymentView } from './account-view'
import { listAccounts, listCardAccounts } from './list-accounts'

/**
 * One payment account that a consent covers. `resource_unknown` when the bank no longer keeps it, and for a card's: the
 * two are lists apart, and to each the other's accounts are told of in the words for one that does not exist.
 */
export async function getAccount({ right, withBalance }: GetAccount): Promise<PaymentView> {
  const [view] = await listAccounts({ rights: [right], withBalance })
  if (!view) throw refusalOf('account_unknown', null)
  return view
}

/** One card account that a consent covers, in the same way. */
export async function getCardAccount({ right, withBalance }: GetAccount): Promise<CardView> {
  const [view] = await listCardAccounts({ rights: [right], withBalance })
  if (!view) throw refusalOf('account_unknown', null)
  return view
}

type GetAccount = { right: AccountRight; withBalance: boolean }
