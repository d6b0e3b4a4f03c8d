import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { ConsentStatus } from './consent'
import { statusAt } from './consent'
import { endOf, isCurrent, ORDER, type PermissionState, permissionState } from './permission-state'

/**
 * The CTE `own`: the ids of a customer's permissions. First and by themselves: joined last, everybody's consents would be
 * read with all that hangs on them.
 */
export function ownConsents({ psuId, consentIds }: OwnConsents): SQL {
  const ids =
    consentIds &&
    sql`array[${sql.join(
      consentIds.map((id) => sql`${id}::uuid`),
      sql`, `,
    )}]`
  const among = (id: string) => (ids ? sql`and ${sql.raw(id)} = any(${ids})` : sql``)
  return sql`own as materialized (
      select id from consents where psu_id = ${psuId} ${among('id')}
      union
      select resource_id from authorisations
      where psu_id = ${psuId}
        and (sca_status <> 'failed'
             or exists (select from consents where id = resource_id and ended_by = ${psuId}))
        ${among('resource_id')})`
}

/** PSR Art. 43: what has ended is shown for two years, of a row `c` of consents. */
export const stillShown = (now: Date) =>
  sql`c.last_action_at > ${now.toISOString()}::timestamptz - interval '2 years'`

/** The last use among rows `u` of uses. Every read counts, the list of accounts too, as in the history. */
export const LAST_USE = sql`max(greatest(u.looked_at, u.recent[cardinality(u.recent)]))`

/** When somebody last looked by a consent `c`, whose last use is this, or asked. */
export const lastLookOf = (lastUse: SQL) => sql`case when c.kind = 'fundsConfirmation'
      then (select at from funds_questions q where q.consent_id = c.id order by at desc limit 1)
      else ${lastUse} end`

/** The same of one consent by itself. */
export const lastLook = lastLookOf(sql`(select ${LAST_USE} from consent_uses u where u.consent_id = c.id)`)

/** What decides a permission's state, from its row. */
export function toFacts(row: FactsRow, now: Date) {
  const endsAt = new Date(row.ends_at)
  const tppEndsAt = instant(row.tpp_ends_at)
  const status = statusAt(
    { status: row.status, endsAt, readsLeft: row.reads_left, decideBy: instant(row.decide_by) },
    now,
  )
  // The announced end of its third party has come, and no job has written it down yet.
  const overWithTpp = status === 'valid' && tppEndsAt !== null && tppEndsAt <= now
  const facts = {
    status: overWithTpp ? ('expired' as const) : status,
    endedByBank: row.ended_by_bank || overWithTpp,
    recurring: row.recurring,
    endsAt,
    lastActionAt: overWithTpp ? tppEndsAt : new Date(row.last_action_at),
    lastLookedAt: instant(row.last_looked_at),
    paused: row.paused,
    withdrawnAt: instant(row.withdrawn_at),
    replaced: row.replaced,
  }
  return { ...facts, state: permissionState(facts, now) }
}

/** What needs the customer first, then what was used last; of what is over, what ended last. */
export function byAttention(a: Ordered, b: Ordered): number {
  const lastSign = (one: Ordered) =>
    (isCurrent(one.state) ? (one.lastLookedAt ?? one.lastActionAt) : endOf(one)).getTime()
  return ORDER[a.state] - ORDER[b.state] || lastSign(b) - lastSign(a)
}

export const instant = (text: string | null) => (text === null ? null : new Date(text))

type OwnConsents = { psuId: string; consentIds: readonly string[] | null }
type Ordered = { state: PermissionState; lastLookedAt: Date | null; lastActionAt: Date; endsAt: Date }

export type FactsRow = {
  status: ConsentStatus
  recurring: boolean
  ends_at: string
  reads_left: number | null
  decide_by: string | null
  last_action_at: string
  last_looked_at: string | null
  ended_by_bank: boolean
  tpp_ends_at: string | null
  /** When the last certificate of its third party was withdrawn. */
  withdrawn_at: string | null
  paused: boolean
  replaced: boolean
}
