import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { protections } from '@/db/schema/protections'

/** The customer's protection in force: since when, and whether staff started it; null while there is none. */
export async function findProtection(
  psuId: string,
  from: Pick<Transaction, 'select'> = database(),
): Promise<Protection | null> {
  const [row] = await from
    .select({ since: protections.startedAt, by: protections.startedBy })
    .from(protections)
    .where(and(eq(protections.psuId, psuId), isNull(protections.endedAt)))
  return row ?? null
}

type Protection = { since: Date; by: 'customer' | 'staff' }
