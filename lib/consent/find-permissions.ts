import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { certificateWithdrawal } from '@/lib/tpp/certificate-withdrawal.sql'
import type { TppGround } from '@/lib/tpp/tpp-decision'
import type { AccountRights, ConsentKind, ConsentModel, ConsentStatus } from './consent'
import { consentReference } from './consent'
import { ofOwnAccounts } from './own-accounts'
import {
  byAttention,
  type FactsRow,
  instant,
  lastLook,
  ownConsents,
  stillShown,
  toFacts,
} from './permission-facts'
import type { PermissionState } from './permission-state'

/**
 * Every permission a customer ever gave or refused, attention first, then the most recently used. What nobody answered is not
 * a permission and is left out; what another holder has allowed is among them while it waits for this one, and once this one
 * has said no. Of what another one gave first only the accounts that this one holds. `consentId` narrows to one, `consentIds`
 * to some. Ended ones are shown for two years (PSR Art. 43).
 */
export async function findPermissions({
  psuId,
  consentId = null,
  consentIds = consentId === null ? null : [consentId],
  now,
}: FindPermissions): Promise<Permission[]> {
  if (consentIds?.length === 0) return []
  const { rows } = await database().execute<Row>(sql`
    with ${ownConsents({ psuId, consentIds })}
    select c.id, c.status, c.recurring, c.frequency_per_day, c.valid_until::text, c.ends_at, c.purpose, c.version,
           c.kind, c.model, c.reads_left, c.last_action_at, c.created_at,
           c.ended_by_bank, t.ends_at as tpp_ends_at, said.ground, said.customers_text,
           t.id as tpp_id, t.legal_name, t.authority_name, t.roles, c.tpp_checked_at, t.status = 'paused' as tpp_paused, t.paused_at as tpp_paused_at,
           coalesce(a.brand, t.legal_name) as brand, a.client_uri, withdrawn.at as withdrawn_at,
           v.decided_at, v.evidence, v.credential_id,
           coalesce(c.notification_uri is not null and c.notification_content && '{PROCESS,LAST}'::text[], false)
             or a.event_method is not null as told,
           c.decide_by, c.ended_by, coalesce(waiting.people, '[]'::json) as waiting_for,
           c.replaced_by is not null as replaced,
           (select n.id from consents n where n.id = c.replaced_by and n.psu_id = ${psuId}) as replaced_by,
           h.reason as hold_reason, h.placed_at as hold_placed_at, h.psu_id as hold_psu_id,
           ${lastLook} as last_looked_at,
           nullif(c.psu_id, ${psuId}) as given_by, coalesce(ever.list, '[]'::json) as ever_shared,
           coalesce(rights.list, '[]'::json) as rights
    from own
    join consents c on c.id = own.id
    join tpps t on t.id = c.tpp_id
    join applications a on a.client_id = c.client_id
    left join lateral (
      select w.decided_at, w.evidence, z.credential_id
      from consent_versions w join authorisations z on z.id = w.authorisation_id
      where w.consent_id = c.id and z.psu_id = ${psuId}
      order by w.version desc limit 1) v on true
    left join lateral (
      select json_agg(z.psu_id order by z.psu_id) as people from authorisations z
      where c.status = 'partiallyAuthorised' and z.resource_id = c.id and z.psu_id is not null
        and z.sca_status not in ('finalised', 'failed')) waiting on true
    left join lateral (
      select reason, placed_at, psu_id from holds
      where consent_id = c.id and lifted_at is null and (until is null or until > ${now.toISOString()}::timestamptz)
      order by psu_id is not null, psu_id = ${psuId} desc, placed_at desc limit 1) h on true
    left join lateral (
      select ground, customers_text from tpp_decisions
      where tpp_id = c.tpp_id and state = 'approved' and action in ('pause', 'end')
      order by decided_at desc limit 1) said on true
    left join lateral (${certificateWithdrawal(sql`t.id`)}) withdrawn on true
    left join lateral (
      select json_agg(json_build_object('accountId', account_id, 'balances', balances, 'transactions', transactions,
               'ownerName', owner_name) order by account_id) as list
      from consent_accounts where consent_id = c.id and version = c.version) rights on true
    left join lateral (
      select json_agg(distinct account_id) as list from consent_accounts where consent_id = c.id) ever on true
    where ${stillShown(now)}
    order by c.created_at desc, c.id`)
  const permissions = rows.map((row) => toPermission(row, now))
  return (await ofOwnAccounts(permissions, psuId)).sort(byAttention)
}

function toPermission(row: Row, now: Date): Omit<Permission, 'othersAccounts'> {
  const tppEndsAt = instant(row.tpp_ends_at)
  return {
    ...toFacts({ ...row, paused: row.tpp_paused || row.hold_reason !== null }, now),
    allowedAt: instant(row.decided_at),
    id: row.id,
    reference: consentReference(row.id),
    kind: row.kind,
    model: row.model,
    validUntil: row.valid_until,
    frequencyPerDay: row.frequency_per_day,
    purpose: row.purpose,
    askedAt: new Date(row.created_at),
    decideBy: instant(row.decide_by),
    waitingFor: row.waiting_for,
    endedBy: row.ended_by,
    replacedBy: row.replaced_by,
    told: row.told === true,
    evidence: row.evidence,
    credentialId: row.credential_id,
    pausedAt: instant(row.tpp_paused ? row.tpp_paused_at : row.hold_placed_at),
    hold:
      row.hold_reason === null
        ? null
        : { reason: row.hold_reason, placedAt: new Date(row.hold_placed_at ?? now) },
    pausedBy: row.tpp_paused ? null : row.hold_psu_id,
    bankSaid: row.ground === null ? null : { ground: row.ground, text: row.customers_text },
    tppEndsAt: tppEndsAt !== null && tppEndsAt > now ? tppEndsAt : null,
    givenBy: row.given_by,
    rights: row.rights,
    everShared: row.ever_shared,
    tpp: {
      id: row.tpp_id,
      brand: row.brand,
      legalName: row.legal_name,
      authority: row.authority_name,
      roles: row.roles,
      checkedAt: instant(row.tpp_checked_at),
      site: row.client_uri,
    },
  }
}

type FindPermissions = {
  psuId: string
  consentId?: string | null
  consentIds?: readonly string[] | null
  now: Date
}
export type Permission = {
  id: string
  reference: string
  status: ConsentStatus
  state: PermissionState
  kind: ConsentKind
  model: ConsentModel
  recurring: boolean
  frequencyPerDay: number
  validUntil: string
  endsAt: Date
  askedAt: Date
  /** While somebody is still needed: until when. */
  decideBy: Date | null
  /** The holders who may give the word that is still missing. */
  waitingFor: string[]
  /** The holder who said no or stopped it. */
  endedBy: string | null
  replaced: boolean
  /** The newer permission of this customer that took its place. */
  replacedBy: string | null
  /** Its third party has asked to be told of its end. */
  told: boolean
  allowedAt: Date | null
  lastLookedAt: Date | null
  lastActionAt: Date
  paused: boolean
  /** When the last certificate of its third party was withdrawn; null while it has one. */
  withdrawnAt: Date | null
  pausedAt: Date | null
  hold: { reason: string; placedAt: Date } | null
  /** The customer whose pause it is; null where the bank has paused it too, or nobody has. */
  pausedBy: string | null
  endedByBank: boolean
  /** Why the bank paused its third party or ends its access, in the words it has for customers; null: it has none to tell. */
  bankSaid: { ground: TppGround; text: string | null } | null
  /** While the bank has announced the end of its third party's access: when. */
  tppEndsAt: Date | null
  purpose: string | null
  evidence: 'signed' | 'session' | null
  credentialId: string | null
  /** The other holder who allowed it first; null where that was this customer. */
  givenBy: string | null
  rights: (AccountRights & { accountId: string })[]
  /** The accounts that it ever had, by all its versions. */
  everShared: string[]
  /** It has accounts of whoever gave it, too, that this customer does not hold. */
  othersAccounts: boolean
  tpp: {
    id: string
    brand: string
    legalName: string
    authority: string
    roles: string[]
    /** When its licence was last looked up as it asked for this. */
    checkedAt: Date | null
    site: string | null
  }
}

type Row = Omit<FactsRow, 'paused'> & {
  id: string
  frequency_per_day: number
  valid_until: string
  purpose: string | null
  kind: ConsentKind
  model: ConsentModel
  created_at: string
  tpp_id: string
  legal_name: string
  authority_name: string
  roles: string[]
  tpp_checked_at: string | null
  tpp_paused: boolean
  tpp_paused_at: string | null
  brand: string
  withdrawn_at: string | null
  client_uri: string | null
  decided_at: string | null
  waiting_for: string[]
  ended_by: string | null
  evidence: 'signed' | 'session' | null
  credential_id: string | null
  told: boolean | null
  replaced_by: string | null
  hold_reason: string | null
  hold_placed_at: string | null
  hold_psu_id: string | null
  ground: TppGround | null
  customers_text: string | null
  given_by: string | null
  rights: Permission['rights']
  ever_shared: string[]
}
