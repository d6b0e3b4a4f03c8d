import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'

/** Longer than an attempt can take by far; what a dead process held is sent again after it. */
const LEASE_SECONDS = 120

/**
 * Takes up to `limit` mails that are due, each under a lease and with its attempt counted already. Of one customer at a time: an
 * address that hangs keeps nobody else waiting. Whoever else takes at the same moment takes others.
 */
export async function takeDueMails(limit: number): Promise<TakenMail[]> {
  if (limit <= 0) return []
  const { rows } = await database().execute<TakenMail>(sql`
    with due as materialized (
      select notice_id, psu_id, next_attempt_at from notice_mails m
      where state = 'pending' and next_attempt_at <= now() and (leased_until is null or leased_until <= now())
        and not exists (select from notice_mails o where o.psu_id = m.psu_id and o.leased_until > now())
      order by next_attempt_at limit ${limit} for update skip locked
    ), first as (
      select distinct on (psu_id) notice_id from due order by psu_id, next_attempt_at, notice_id
    )
    update notice_mails set leased_until = now() + make_interval(secs => ${LEASE_SECONDS}), attempts = attempts + 1
    where notice_id in (select notice_id from first)
    returning notice_id as "noticeId", psu_id as "psuId", attempts`)
  return rows
}

/** One mail that this process is to send, now. `attempts` counts this one. */
export type TakenMail = { noticeId: string; psuId: string; attempts: number }
