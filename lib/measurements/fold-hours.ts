import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'

/**
 * Counts the calls of third parties per hour, from the last hour that was counted on: that one again, since it may not have been
 * over. The first time ninety days back. Repeating it changes nothing.
 */
export async function foldHours(): Promise<void> {
  await database().execute(sql`
    insert into interface_hours (hour, calls, faults)
    select date_trunc('hour', at), count(*), count(*) filter (where error_cause = 'bank') from request_measurements
    where channel = 'tpp' and at >= coalesce((select max(hour) from interface_hours),
                                             date_trunc('hour', placet_now()) - interval '90 days')
    group by 1
    on conflict (hour) do update set calls = excluded.calls, faults = excluded.faults`)
}
