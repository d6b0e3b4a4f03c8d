import 'server-only'
import { accountsWithBalances, mandates } from '@/lib/core-banking/ledger'
import type { Mandate, Principal } from '@/lib/core-banking/mandate'
import { nameHolders } from '@/lib/psu/name-holders'

/**
 * For whom a customer acts now, with every mandate of theirs for each: asked of the ledger at each call, so that whose mandate
 * has ended acts for nobody from that moment on. `principalId` narrows to one. Throws `ledger_unavailable`.
 */
export async function findPrincipals({ agentId, principalId }: FindPrincipals): Promise<ActedFor[]> {
  const given = (await mandates({ agentId })).filter(
    ({ principal }) => principalId === undefined || principal.id === principalId,
  )
  const byPrincipal = Map.groupBy(given, ({ principal }) => `${principal.kind}:${principal.id}`)
  const found = await Promise.all([...byPrincipal.values()].map(toActedFor))
  return found.flatMap((one) => one ?? [])
}

async function toActedFor(given: Mandate[]): Promise<ActedFor | null> {
  const [first] = given
  const name = first && (await nameOf(first.principal, given))
  return first && name ? { principal: first.principal, name, mandates: given } : null
}

/** A business is called as its accounts are. */
async function nameOf({ kind, id }: Principal, given: readonly Mandate[]): Promise<string | null> {
  if (kind === 'customer') return (await nameHolders([id]))[0] ?? null
  const ids = given.flatMap(({ accountId }) => accountId ?? [])
  const [found] = await accountsWithBalances({ ids: ids.slice(0, 1), balancesOf: [], ownersOf: ids })
  return found?.account.ownerName ?? null
}

type FindPrincipals = { agentId: string; principalId?: string }

/** `mandates` are those of the one who asks, at least one. */
export type ActedFor = { principal: Principal; name: string; mandates: Mandate[] }
