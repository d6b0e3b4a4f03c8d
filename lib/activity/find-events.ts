import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { uuids } from '@/db/uuids'
import type { Actor, EventType } from '@/lib/audit/event-catalogue'
import { addDays } from '@/lib/bank-day'
import { allowedBy } from '@/lib/consent/allowed-by'
import { customerOf } from '@/lib/consent/customer-of'
import { accountOf, SHARED } from '@/lib/consent/find-consent-events'
import { keyIdOf } from '@/lib/consent/open-access'
import type { Money } from '@/lib/formats'
import { type FormerName, findFormerNames, nameAt } from '@/lib/tpp/former-names'
import { vaultKey } from '@/lib/vault/vault'
import type { VaultKey } from '@/lib/vault/vault-key'
import {
  type ActivityCursor,
  type ActivityEntry,
  type ActivityFilter,
  EVENT_KINDS,
  type ShownEvent,
  type ShownPayment,
} from './activity-entry'
import { exactTime } from './exact-time'

/**
 * The decisions of the trail that concern a customer, newest first: their own, those of other holders of what they have
 * allowed too, and those of the bank about a third party while they shared with it. Each of the three by its own index,
 * and no more of each than is wanted.
 */
export async function findEvents(asked: FindEvents): Promise<ActivityEntry[]> {
  const { psuId, filter, consentIds, limit } = asked
  const types = typesOf(filter)
  if (types.length === 0) return []
  // Where a third party had to confirm, the customer's own yes stands before it.
  const wanted = sql`type in (${list(types)}) and not (type = 'consent.approved' and actor like 'tpp:%') and ${within(asked)}`
  const newest = sql`order by at desc, id desc limit ${limit}`
  const own = sql`(select * from audit_events where psu_id = ${psuId} and ${wanted} ${ofConsents(asked)} ${newest})`
  const others = sql`(
    select * from audit_events
    where consent_id = any(array(
        select ${consents.id} from ${consents}
        where ${consents.id} = any(${uuids(consentIds)}) and (${allowedBy(psuId)} or ${consents.endedBy} = ${psuId})
          and (${consents.psuId} <> ${psuId} or exists (
            select from authorisations z where z.resource_id = ${consents.id} and z.psu_id <> ${psuId}))))
      and psu_id <> ${psuId} and type in (${list(SHARED)}) and ${wanted} ${newest})`
  // What the bank decides about a third party concerns whoever shares with it at that time.
  const banks = sql`(
    select e.* from audit_events e
    where e.tpp_id = any(array(select distinct tpp_id from consents where id = any(${uuids(consentIds)})))
      and e.consent_id is null and e.type in (${list(OF_THE_THIRD_PARTY)}) and ${wanted}
      and exists (select from consents c where c.id = any(${uuids(consentIds)}) and c.tpp_id = e.tpp_id
                  and c.created_at <= e.at and (c.status = 'valid' or c.last_action_at >= e.at)) ${newest})`
  const { rows } = await database().execute<Row>(sql`
    select e.id, ${exactTime(sql`e.at`)} as at, e.type, e.actor, e.subject, e.consent_id, e.psu_id, e.tpp_id, e.sealed_detail,
           e.detail, e.detail->>'from' as renamed_from,
           coalesce(a.brand, t.legal_name) as app, c.kind = 'fundsConfirmation' as funds
    from (${consentIds.length === 0 ? own : sql`${own} union all ${others} union all ${banks}`}) e
    left join consents c on c.id = e.consent_id
    left join applications a on a.client_id = coalesce(c.client_id, e.tpp_id)
    left join tpps t on t.id = e.tpp_id
    order by e.at desc, e.id desc limit ${limit}`)
  const key = rows.some(({ sealed_detail }) => sealed_detail !== null)
    ? await vaultKey(await keyIdOf(psuId))
    : null
  const former = await findFormerNames(rows.flatMap(({ tpp_id }) => tpp_id ?? []))
  return rows.map((row) => toEntry(row, { psuId, key, former: former.get(row.tpp_id ?? '') ?? [] }))
}

function toEntry(row: Row, { psuId, key, former }: Knowledge): ActivityEntry {
  const { id, at, type, app } = row
  const by = customerOf(row.actor)
  // What others' events hold lies under their own keys.
  const sealed =
    row.psu_id === psuId && row.sealed_detail !== null && key !== null
      ? key.open<SealedDetail>('audit_events.detail', row.sealed_detail)
      : null
  return {
    id,
    at,
    type,
    consentId: row.consent_id,
    app: app === null ? null : nameAt(former, new Date(at), app),
    otherHolder: by === psuId ? null : by,
    told: type === 'tpp.renamed' ? row.renamed_from : (sealed?.reason ?? sealed?.name ?? null),
    accountId: accountOf(row.detail),
    funds: row.funds === true,
    payment: paymentOf(row.subject, sealed),
  }
}

function paymentOf(subject: string, sealed: SealedDetail | null): ShownPayment | null {
  if (!subject.startsWith('payment:')) return null
  const { money = null, payee = null } = sealed ?? {}
  return { id: subject.slice('payment:'.length), money, payee }
}

function typesOf({ kind }: ActivityFilter): ShownEvent[] {
  const all = Object.entries(EVENT_KINDS) as [ShownEvent, string][]
  return all.flatMap(([type, of]) => (kind === null || kind === of ? [type] : []))
}

function within({ from, to, oldest, before, timeZone }: FindEvents): SQL {
  const midnight = (day: string) => sql`(${day}::date::timestamp at time zone ${timeZone})`
  const conditions = [
    sql`at > ${oldest.toISOString()}::timestamptz and at >= ${midnight(from)} and at < ${midnight(addDays(to, 1))}`,
  ]
  if (before !== null)
    conditions.push(
      sql`at <= ${before.at}::timestamptz and (at < ${before.at}::timestamptz or id::text < ${before.id} collate "C")`,
    )
  return sql.join(conditions, sql` and `)
}

/** By app or account: what is about one of those permissions, or a payment from that account. */
function ofConsents({ psuId, filter, consentIds }: FindEvents): SQL {
  if (filter.accountId !== null)
    return sql`and (consent_id = any(${uuids(consentIds)}) or subject = any(array(
      select 'payment:' || id from payments where psu_id = ${psuId} and account_id = ${filter.accountId})))`
  return filter.tppId === null ? sql`` : sql`and tpp_id = ${filter.tppId}`
}

const list = (types: readonly EventType[]) =>
  sql.join(
    types.map((type) => sql`${type}`),
    sql`, `,
  )

const OF_THE_THIRD_PARTY: EventType[] = ['tpp.renamed', 'tpp.paused', 'tpp.resumed', 'tpp.end-announced']

/** Why staff looked, what a passkey is called, what was to be paid to whom. */
type SealedDetail = { reason?: string; name?: string; money?: Money; payee?: string }

type Knowledge = { psuId: string; key: VaultKey | null; former: readonly FormerName[] }
type FindEvents = {
  psuId: string
  filter: ActivityFilter
  consentIds: readonly string[]
  limit: number
  /** Days of the bank, both included. */
  from: string
  to: string
  oldest: Date
  before: ActivityCursor | null
  timeZone: string
}
type Row = {
  id: string
  at: string
  type: ShownEvent
  actor: Actor
  subject: string
  consent_id: string | null
  psu_id: string | null
  tpp_id: string | null
  renamed_from: string | null
  sealed_detail: Buffer | null
  detail: unknown
  app: string | null
  funds: boolean | null
}
