import 'server-only'
import { and, eq, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { deliveries } from '@/db/schema/deliveries'

/**
 * Tries one that was given up again, with the whole schedule before it. False where there is none of that id, or where
 * something later about its consent was told already: news out of order is worse than none.
 */
export async function sendAgain(id: string): Promise<boolean> {
  const later = sql`exists (select 1 from deliveries later where later.consent_id = deliveries.consent_id
    and later.format = deliveries.format and later.sequence > deliveries.sequence and later.state = 'delivered')`
  const revived = await database()
    .update(deliveries)
    .set({ state: 'pending', attempts: 0, nextAttemptAt: sql`now()`, plannedAt: sql`now()`, settledAt: null })
    .where(and(eq(deliveries.id, id), eq(deliveries.state, 'dead'), sql`not ${later}`))
    .returning({ id: deliveries.id })
  return revived.length > 0
}
