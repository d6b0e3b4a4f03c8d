import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { database } from '@/db/connection'

/** What counts is whether it is many: a count over millions would cost more than it tells. */
const COUNTED_MAX = 100_000

/**
 * What waits, is given up or stands open, as the database says it now, for all instances together. Each statement is answered by a
 * partial index. Throws where the database does not answer: a count that is not known is no zero.
 */
export async function countWaiting(): Promise<Count[]> {
  const counts: Count[] = []
  for (const { name, statement } of WAITING) {
    const { rows } = await database().execute<{ kind: string; value: string }>(statement)
    for (const { kind, value } of rows) counts.push({ name, kind, value: Number(value) })
  }
  return counts
}

const most = sql.raw(String(COUNTED_MAX))

/** `kinds`: every value that the label may have; what is not there is told as 0. */
export const WAITING = [
  {
    name: 'placet_outbox_waiting',
    help: 'News of decisions that nobody has taken on yet, by audience',
    kinds: ['customer', 'tpp'],
    statement: sql`select k.kind, (select count(*) from (select from outbox
        where sent_at is null and audience = k.kind limit ${most}) w) as value
      from (values ('customer'), ('tpp')) as k (kind)`,
  },
  {
    name: 'placet_deliveries',
    help: 'Messages to third parties: pending, or dead after the whole schedule',
    kinds: ['pending', 'dead'],
    statement: ofStates('deliveries'),
  },
  {
    name: 'placet_mails',
    help: 'Mails to customers: pending, or dead after the whole schedule',
    kinds: ['pending', 'dead'],
    statement: ofStates('notice_mails'),
  },
  {
    name: 'placet_oldest_pending_seconds',
    help: 'For how long the oldest that waits has been due',
    kinds: ['deliveries', 'mails', 'jobs'],
    statement: sql`select 'deliveries' as kind, ${age('next_attempt_at')} as value from deliveries where state = 'pending'
      union all select 'mails', ${age('next_attempt_at')} from notice_mails where state = 'pending'
      union all select 'jobs', ${age('run_at')} from graphile_worker.jobs where attempts < max_attempts`,
  },
  {
    name: 'placet_jobs',
    help: 'Queued jobs: due, failing (tried in vain and to be tried again), or dead',
    kinds: ['due', 'failing', 'dead'],
    statement: sql`select k.kind, count(j.id) as value from (values ('due'), ('failing'), ('dead')) as k (kind)
      left join graphile_worker.jobs j on case k.kind
        when 'due' then j.attempts < j.max_attempts and j.run_at <= now()
        when 'failing' then j.attempts < j.max_attempts and j.last_error is not null
        else j.attempts >= j.max_attempts end
      group by 1`,
  },
  {
    name: 'placet_incidents_open',
    help: 'Open incidents, by rule',
    kinds: ['books-silent', 'own-faults', 'certificate-blocks', 'paused-by-register'],
    statement: sql`select rule as kind, count(*) as value from incidents where closed_at is null group by 1`,
  },
] as const satisfies readonly Waiting[]

function ofStates(table: 'deliveries' | 'notice_mails'): SQL {
  return sql`select k.kind, (select count(*) from (select from ${sql.identifier(table)}
      where state = k.kind limit ${most}) w) as value
    from (values ('pending'), ('dead')) as k (kind)`
}

/** Leases and next attempts are in the machine's time. */
function age(column: string): SQL {
  return sql`greatest(0, coalesce(extract(epoch from now() - min(${sql.identifier(column)})), 0))`
}

export type Count = { name: string; kind: string; value: number }
type Waiting = { name: `placet_${string}`; help: string; kinds: readonly string[]; statement: SQL }
