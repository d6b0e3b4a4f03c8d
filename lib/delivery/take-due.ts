import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import type { DELIVERY_FORMATS } from '@/db/schema/deliveries'
import { timeLimit } from '@/lib/env'
import { planDeliveries } from './plan-deliveries'
import { FAILURES_BEFORE_REST } from './schedule'

/** Any number, the same for every instance: who holds this lock plans and hands out, the others look again later. */
const HANDING_OUT_LOCK = 4_815_162_344

/** Longer than a message can take (two seconds) by far; what a dead process held is sent again after it. */
export const LEASE_SECONDS = timeLimit(15)
/** Of one third party at a time, in all instances together: the slow keep nobody else waiting. */
const AT_ONCE_PER_TPP = 2

/**
 * Plans what is new and takes up to `limit` messages that are due, each under a lease and with its attempt counted
 * already. Within a consent only the oldest is ever due; a host that rests is passed over. Empty where another instance
 * is handing out right now.
 */
export async function takeDue(limit: number): Promise<TakenDelivery[]> {
  return database().transaction(async (tx) => {
    const { rows: locks } = await tx.execute<{ mine: boolean }>(
      sql`select pg_try_advisory_xact_lock(${HANDING_OUT_LOCK}) as mine`,
    )
    if (!locks[0]?.mine) return []
    await planDeliveries(tx)
    const { rows } = await tx.execute<Row>(sql`
      with in_flight as (
        select tpp_id, count(*) as count from deliveries where leased_until > now() group by tpp_id
      ), due as (
        select d.id, row_number() over (partition by h.tpp_id order by d.next_attempt_at, d.sequence)
          + coalesce(in_flight.count, 0) as nth
        from delivery_hosts h
        left join in_flight using (tpp_id)
        cross join lateral (
          select id, next_attempt_at, sequence from deliveries m
          where m.state = 'pending' and m.tpp_id = h.tpp_id and m.host = h.host and m.next_attempt_at <= now()
            and (m.leased_until is null or m.leased_until <= now())
            and not exists (
              select 1 from deliveries older
              where older.consent_id = m.consent_id and older.format = m.format and older.sequence < m.sequence
                and older.state = 'pending')
          order by m.next_attempt_at, m.sequence
          limit case when h.failures >= ${FAILURES_BEFORE_REST} then 1 else ${AT_ONCE_PER_TPP} end
        ) d
        where (h.rests_until is null or h.rests_until <= now()) and coalesce(in_flight.count, 0) < ${AT_ONCE_PER_TPP}
      )
      update deliveries set leased_until = now() + make_interval(secs => ${LEASE_SECONDS}), attempts = attempts + 1
      where id in (
        select id from due where nth <= ${AT_ONCE_PER_TPP} order by nth limit ${limit})
      returning id, tpp_id, format, consent_id, removal_id, endpoint, host, body, attempts, planned_at`)
    return rows.map((row) => ({
      id: row.id,
      tppId: row.tpp_id,
      format: row.format,
      consentId: row.consent_id,
      removalId: row.removal_id,
      endpoint: row.endpoint,
      host: row.host,
      body: row.body,
      attempts: row.attempts,
      plannedAt: new Date(row.planned_at),
    }))
  })
}

type Row = {
  id: string
  tpp_id: string
  format: TakenDelivery['format']
  consent_id: string | null
  removal_id: string | null
  endpoint: string
  host: string
  body: string
  attempts: number
  planned_at: string
}

/** One message that this process is to send, now. `attempts` counts this one. */
export type TakenDelivery = {
  id: string
  tppId: string
  format: (typeof DELIVERY_FORMATS)[number]
  consentId: string | null
  /** The request to delete that it passes on, if it does. */
  removalId: string | null
  endpoint: string
  host: string
  body: string
  attempts: number
  plannedAt: Date
}
