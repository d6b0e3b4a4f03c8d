import 'server-only'
import type { AccountRight } from '@/lib/consent/use-consent'
import { Refusal } from '@/lib/errors'
import type { AccountView } from './account-view'
import { listAccounts } from './list-accounts'

/** One account that a consent covers. `resource_unknown` when the bank no longer keeps it. */
export async function getAccount({ right, withBalance }: GetAccount): Promise<AccountView> {
  const [view] = await listAccounts({ rights: [right], withBalance })
  if (!view) throw new Refusal('resource_unknown')
  return view
}

type GetAccount = { right: AccountRight; withBalance: boolean }
