import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { enqueueJob } from '@/lib/outbox/enqueue-job'

/** Planned every hour, spread over most of the next: nobody is looked at at the same minute by every bank. */
const SPREAD_MILLIS = 50 * 60_000

/**
 * Queues a look at each third party that was not looked at for a day; planning it again changes nothing. Each is a job of its
 * own, one at a time on all instances together: a third party that answers slowly delays the others and no other job.
 */
export async function planChecks(): Promise<void> {
  const { rows } = await database().execute<{ id: string }>(sql`
    select t.id from tpps t
    where t.status <> 'ended' and (t.ends_at is null or t.ends_at > placet_now())
      and exists (select from applications a where a.tpp_id = t.id)
      and not exists (select from posture_checks p where p.tpp_id = t.id and p.checked_at > placet_now() - interval '1 day')`)
  for (const { id } of rows)
    await database().transaction((tx) =>
      enqueueJob(
        tx,
        'posture.check',
        { tppId: id },
        {
          runAt: new Date(Date.now() + Math.random() * SPREAD_MILLIS),
          jobKey: `posture.check:${id}`,
          oneByOne: 'posture',
          keepsTime: true,
        },
      ),
    )
}
