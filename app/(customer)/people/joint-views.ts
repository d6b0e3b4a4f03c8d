import type { JointAccountView } from '@/components/people/joint-accounts'
import { findJointSharing } from '@/lib/consent/find-joint-sharing'
import { numberOf } from '@/lib/core-banking/account'
import { accountsById } from '@/lib/core-banking/ledger'
import { holderNames } from '../holder-names'

/** The accounts that a customer holds with others, with names for ids; whose name is gone is left out. */
export async function jointViews(psuId: string): Promise<JointAccountView[]> {
  const joint = await findJointSharing(psuId)
  if (joint.length === 0) return []
  const accounts = await accountsById(joint.map(({ accountId }) => accountId))
  const names = await holderNames(
    joint.flatMap(({ others, sharing }) => [...others, ...sharing.flatMap(({ by }) => by)]),
  )
  const named = (ids: readonly string[]) => ids.flatMap((id) => names.get(id) ?? [])
  return joint.flatMap(({ accountId, others, sharing }) => {
    const account = accounts.find(({ id }) => id === accountId)
    if (!account) return []
    return {
      id: accountId,
      name: account.name,
      iban: numberOf(account),
      others: named(others),
      sharing: sharing.map(({ by, app, since }) => ({ by: named(by), app, since: since.toISOString() })),
    }
  })
}
