import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { certificateWithdrawal } from '@/lib/tpp/certificate-withdrawal.sql'
import type { ConsentKind } from './consent'
import { consentReference } from './consent'
import type { Permission } from './find-permissions'
import { ofOwnAccounts } from './own-accounts'
import {
  byAttention,
  type FactsRow,
  LAST_USE,
  lastLookOf,
  ownConsents,
  stillShown,
  toFacts,
} from './permission-facts'

/**
 * All permissions of a customer in a few columns each, in the order of the list: what counts, filters and pages need, so
 * that only those shown are read whole. `withRights` adds what is shared of which account, for filters and groups by it.
 */
export async function findPermissionOutlines({
  psuId,
  withRights,
  now,
}: FindPermissionOutlines): Promise<PermissionOutline[]> {
  const { rows } = await database().execute<Row>(sql`
    with ${ownConsents({ psuId, consentIds: null })}, ${onceForAll({ psuId, now })}
    select c.id, c.status, c.recurring, c.ends_at, c.reads_left, c.decide_by, c.last_action_at, c.ended_by_bank, c.kind,
           c.tpp_id, t.ends_at as tpp_ends_at, coalesce(a.brand, t.legal_name) as brand, t.legal_name,
           c.replaced_by is not null as replaced,
           c.status = 'valid' and (t.status = 'paused' or held.consent_id is not null) as paused,
           c.status = 'partiallyAuthorised' and exists (
             select from authorisations z where z.resource_id = c.id and z.psu_id = ${psuId}
               and z.sca_status not in ('finalised', 'failed')) as waits_for_own,
           c.status = 'valid' and t.status <> 'paused' and held.by_others is not true as only_own_pause,
           case when c.status = 'valid' then withdrawn.at end as withdrawn_at,
           case when c.status = 'valid' or not c.recurring then ${lastLookOf(sql`looks.at`)} end as last_looked_at,
           nullif(c.psu_id, ${psuId}) as given_by, ${withRights ? EVER : sql`null`} as ever_shared,
           ${withRights ? RIGHTS : sql`null`} as rights
    from own
    join consents c on c.id = own.id
    join tpps t on t.id = c.tpp_id
    join applications a on a.client_id = c.client_id
    left join held on held.consent_id = c.id
    left join looks on looks.consent_id = c.id
    left join withdrawn on withdrawn.tpp_id = c.tpp_id
    where ${stillShown(now)}
    order by c.created_at desc, c.id`)
  const outlines = rows.map((row) => toOutline(row, now))
  const own = withRights
    ? await ofOwnAccounts(outlines, psuId)
    : outlines.map((one) => ({ ...one, othersAccounts: false }))
  return own.sort(byAttention)
}

/** What hangs on permissions, read once for all of them: asked for each by itself, three hundred cost three hundred look-ups. */
const onceForAll = ({ psuId, now }: Pick<FindPermissionOutlines, 'psuId' | 'now'>) => sql`
  held as (
    select h.consent_id, bool_or(h.psu_id is distinct from ${psuId}) as by_others from holds h join own on own.id = h.consent_id
    where h.lifted_at is null and (h.until is null or h.until > ${now.toISOString()}::timestamptz) group by h.consent_id),
  looks as (
    select u.consent_id, ${LAST_USE} as at from consent_uses u join own on own.id = u.consent_id group by u.consent_id),
  withdrawn as (
    select asking.tpp_id, gone.at from
      (select distinct tpp_id from own join consents on consents.id = own.id where status = 'valid') asking,
      lateral (${certificateWithdrawal(sql`asking.tpp_id`)}) gone)`

const RIGHTS = sql`(
  select json_agg(json_build_object('accountId', account_id, 'balances', balances, 'transactions', transactions,
           'ownerName', owner_name) order by account_id) from consent_accounts where consent_id = c.id and version = c.version)`

const EVER = sql`(select json_agg(distinct account_id) from consent_accounts where consent_id = c.id)`

function toOutline(row: Row, now: Date): Omit<PermissionOutline, 'othersAccounts'> {
  return {
    ...toFacts(row, now),
    id: row.id,
    reference: consentReference(row.id),
    kind: row.kind,
    tppId: row.tpp_id,
    brand: row.brand,
    legalName: row.legal_name,
    waitsForOwn: row.waits_for_own,
    ownPause: row.paused && row.only_own_pause,
    givenBy: row.given_by,
    rights: row.rights ?? [],
    everShared: row.ever_shared ?? [],
  }
}

type FindPermissionOutlines = { psuId: string; withRights: boolean; now: Date }

export type PermissionOutline = Pick<
  Permission,
  | 'id'
  | 'reference'
  | 'kind'
  | 'state'
  | 'recurring'
  | 'endsAt'
  | 'lastActionAt'
  | 'lastLookedAt'
  | 'givenBy'
  | 'rights'
  | 'everShared'
  | 'othersAccounts'
> & {
  tppId: string
  brand: string
  legalName: string
  /** This customer's own word is the missing one. */
  waitsForOwn: boolean
  /** It is paused, and by this customer alone. */
  ownPause: boolean
}

type Row = FactsRow & {
  id: string
  kind: ConsentKind
  tpp_id: string
  brand: string
  legal_name: string
  waits_for_own: boolean
  only_own_pause: boolean
  given_by: string | null
  rights: Permission['rights'] | null
  ever_shared: string[] | null
}
