import 'server-only'
import { asc, desc, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { deliveries } from '@/db/schema/deliveries'

const SHOWN_MAX = 200

/** What could not be delivered and was given up, the youngest first, for those who operate the bank. */
export async function findDeadLetters(): Promise<DeadLetter[]> {
  const { id, tppId, consentId, host, attempts, lastStatus, lastFault, plannedAt, settledAt } = deliveries
  return database()
    .select({ id, tppId, consentId, host, attempts, lastStatus, lastFault, plannedAt, settledAt })
    .from(deliveries)
    .where(eq(deliveries.state, 'dead'))
    .orderBy(desc(settledAt), asc(id))
    .limit(SHOWN_MAX)
}

export type DeadLetter = Pick<
  typeof deliveries.$inferSelect,
  'id' | 'tppId' | 'consentId' | 'host' | 'attempts' | 'lastStatus' | 'lastFault' | 'plannedAt' | 'settledAt'
>
