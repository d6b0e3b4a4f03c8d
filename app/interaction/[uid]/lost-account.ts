import type { LostAccount } from '@/components/consent/approval-view'
import { type OfferedAccount, pickAccounts } from '@/lib/consent/choose-accounts'
import { isRefusal } from '@/lib/errors'

/**
 * What the customer picked, or where the page is drawn anew because one of those accounts cannot be shared any more: a
 * refusal would leave a page that still offers it.
 */
export async function pickedOrAnew(uid: string, pick: Parameters<typeof pickAccounts>[0]) {
  try {
    return await pickAccounts(pick)
  } catch (thrown) {
    if (!isRefusal(thrown) || thrown.code !== 'accounts_not_allowed' || !thrown.path) throw thrown
    return { anew: `/interaction/${uid}?lost=${thrown.path}` }
  }
}

/** The account that the address says was lost, as the books know it now; null where it is not lost, or not theirs. */
export function lostOf(held: readonly OfferedAccount[], lost: string | null): LostAccount | null {
  const account = held.find(({ id, ineligible }) => id === lost && ineligible !== null)
  return account ? { name: account.name, reason: account.ineligible === 'closed' ? 'closed' : 'other' } : null
}
