import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { uuids } from '@/db/uuids'
import { heldTogether } from '@/lib/core-banking/ledger'
import type { HeldTogether } from '@/lib/core-banking/mandate'
import { type MarketProfile, marketProfile } from '@/lib/market-profile'
import { keptFromOthers } from './kept-from-others.sql'

/**
 * The private accounts that a customer holds with others, and what these share of them: by whom, since when and, where the market
 * wants that, with which third party. What this customer has allowed themselves stands in their own list; what is kept from
 * them is left out and leaves no trace. Nothing that has ended. Throws `ledger_unavailable`.
 */
export async function findJointSharing(
  psuId: string,
  profile: Pick<MarketProfile, 'otherHoldersSeeThirdParty'> = marketProfile,
): Promise<JointAccount[]> {
  const held = await heldTogether(psuId)
  if (held.length === 0) return []
  const shared = await sharedByOthers(psuId, held)
  return held.map(({ accountId, others }) => ({
    accountId,
    others,
    sharing: shared
      .filter((row) => row.account_id === accountId)
      .map(({ people, since, app }) => ({
        by: people,
        since: new Date(since),
        app: profile.otherHoldersSeeThirdParty ? app : null,
      })),
  }))
}

async function sharedByOthers(psuId: string, held: readonly HeldTogether[]): Promise<Row[]> {
  const accounts = uuids(held.map(({ accountId }) => accountId))
  const { rows } = await database().execute<Row>(sql`
    select a.account_id, coalesce(p.brand, t.legal_name) as app, given.people, coalesce(given.since, c.created_at) as since
    from consent_accounts a
    join consents c on c.id = a.consent_id and c.version = a.version
    join tpps t on t.id = c.tpp_id
    left join applications p on p.client_id = c.client_id
    cross join lateral (
      select array_agg(distinct w.psu_id::text) as people, min(w.at) as since from (
        select c.psu_id, (select min(v.decided_at) from consent_versions v where v.consent_id = c.id) as at
        union all
        select z.psu_id, z.updated_at from authorisations z
        where z.resource_id = c.id and z.sca_status = 'finalised' and z.psu_id <> c.psu_id) w) given
    where a.account_id = any(${accounts}) and c.kind = 'accountInformation' and c.status = 'valid'
      and c.ends_at > placet_now() and c.reads_left is distinct from 0
      and (t.ends_at is null or t.ends_at > placet_now())
      and not ${psuId} = any(given.people) and not ${keptFromOthers}
    order by since desc, c.id`)
  return rows
}

type Row = { account_id: string; app: string; people: string[]; since: string }

/** `others` are who holds the account with this customer. */
export type JointAccount = {
  accountId: string
  others: string[]
  sharing: { by: string[]; since: Date; app: string | null }[]
}
