import type { MandateView } from '@/components/people/mandate-list'
import { accountsById } from '@/lib/core-banking/ledger'
import type { Mandate } from '@/lib/core-banking/mandate'
import { holderNames } from '../holder-names'

/** Mandates as pages show them: one line for each person and what they may do, with the accounts it is for. */
export async function mandateViews(mandates: readonly Mandate[], psuId: string): Promise<MandateView[]> {
  const accounts = await accountsById([...new Set(mandates.flatMap(({ accountId }) => accountId ?? []))])
  const names = await holderNames(mandates.map(({ agentId }) => agentId))
  const lines = Map.groupBy(
    mandates,
    ({ agentId, may, together, until }) => `${agentId} ${may} ${together} ${until?.getTime() ?? ''}`,
  )
  return [...lines].flatMap(([id, given]) => {
    const [first] = given
    const name = first && names.get(first.agentId)
    if (!first || name === undefined) return []
    const ids = given.map(({ accountId }) => accountId)
    return {
      id,
      name,
      own: first.agentId === psuId,
      accounts: accounts.flatMap((account) => (ids.includes(account.id) ? account.name : [])),
      may: first.may,
      together: first.together,
      until: first.until?.toISOString() ?? null,
    }
  })
}
