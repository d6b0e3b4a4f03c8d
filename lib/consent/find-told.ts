import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { uuids } from '@/db/uuids'
import { ifReachable } from '@/lib/core-banking/if-reachable'
import { heldTogether, mandates } from '@/lib/core-banking/ledger'

/**
 * Who else gets to know when a customer changes or stops permissions: those who have allowed them with the customer, those who
 * hold a private account of them, and whether others have a mandate for a business's account of them. It is asked before
 * anything is done, and the answer does not depend on whether the customer is protected. While the ledger cannot be reached it
 * names those whom the permissions themselves name: a stop waits for no ledger.
 */
export async function findTold({ psuId, consentIds, accountIds }: FindTold): Promise<Told> {
  if (consentIds.length === 0) return { allowed: [], hold: [], business: false }
  const ids = uuids(consentIds)
  const { rows: accounts } = await database().execute<{ id: string; looks: boolean }>(sql`
    select distinct a.account_id::text as id, c.kind = 'accountInformation' as looks from consents c
    join consent_accounts a on a.consent_id = c.id and a.version = c.version where c.id = any(${ids})`)
  const { rows: people } = await database().execute<{ id: string }>(sql`
    select psu_id::text as id from consents where id = any(${ids}) and psu_id is not null
    union select psu_id::text from authorisations
      where resource_id = any(${ids}) and sca_status = 'finalised' and psu_id is not null`)
  const allowed = people.flatMap(({ id }) => (id === psuId ? [] : [id]))
  const seen = accounts.flatMap(({ id, looks }) => (looks && (accountIds?.includes(id) ?? true) ? [id] : []))
  const others = await ifReachable(whoseToo({ psuId, accountIds: seen, allowed }))
  return { allowed, ...(others ?? { hold: [], business: false }) }
}

/**
 * Who else holds these private accounts, and whether others have a mandate for a business's among them. Throws
 * `ledger_unavailable`.
 */
export async function whoseToo({
  psuId,
  accountIds,
  allowed = [],
}: WhoseToo): Promise<Omit<Told, 'allowed'>> {
  if (accountIds.length === 0) return { hold: [], business: false }
  const [held, given] = await Promise.all([heldTogether(psuId), mandates({ accountIds })])
  const others = held.flatMap((one) => (accountIds.includes(one.accountId) ? one.others : []))
  return {
    hold: [...new Set(others)].filter((other) => !allowed.includes(other)),
    business: given.some(({ agentId }) => agentId !== psuId),
  }
}

/** `accountIds`: only of these accounts. */
type FindTold = { psuId: string; consentIds: readonly string[]; accountIds?: readonly string[] | undefined }
type WhoseToo = { psuId: string; accountIds: readonly string[]; allowed?: readonly string[] }
type Told = { allowed: string[]; hold: string[]; business: boolean }
