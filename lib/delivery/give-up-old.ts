import 'server-only'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { deliveries } from '@/db/schema/deliveries'
import { FETCHED_WITHIN_SECONDS, GIVEN_UP_SECONDS } from './schedule'

/** What waited behind a host that rests too long, or that nobody fetched, is given up without another attempt. */
export async function giveUpOld(): Promise<void> {
  await database()
    .update(deliveries)
    .set({ state: 'dead', lastFault: 'too_old', settledAt: sql`now()` })
    .where(
      and(
        eq(deliveries.state, 'pending'),
        isNull(deliveries.leasedUntil),
        sql`${deliveries.plannedAt} < now() - make_interval(secs =>
          case when ${deliveries.endpoint} is null then ${FETCHED_WITHIN_SECONDS}::int else ${GIVEN_UP_SECONDS}::int end)`,
      ),
    )
}
