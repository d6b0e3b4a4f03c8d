import 'server-only'
import { and, eq, isNotNull, ne } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { database } from '@/db/connection'
import { interactions } from '@/db/schema/interactions'

/**
 * What a signed-in customer answered to a request, for as long as it is remembered, also in a browser that has forgotten it or
 * never opened it; null where they did not, or nobody was signed in to it.
 */
export async function findOwnAnswer({
  uid,
  psuId,
}: {
  uid: string
  psuId: string
}): Promise<OwnAnswer | null> {
  const [row] = await database()
    .select({
      decision: interactions.decision,
      decidedAt: interactions.decidedAt,
      clientId: interactions.clientId,
    })
    .from(interactions)
    .where(and(eq(interactions.uid, uid), eq(interactions.psuId, psuId), isNotNull(interactions.decision)))
  if (!row?.decision) return null
  return { ...row, decision: row.decision }
}

/**
 * Whether it is sure that a request led to nothing: nobody answered it, nor another one about the same consent, as the same
 * request opened in two pages is. Of one that is forgotten, and of one about an identity alone, nobody can say so.
 */
export async function isSurelyUnanswered(uid: string): Promise<boolean> {
  const other = alias(interactions, 'other')
  const [row] = await database()
    .select({ decision: interactions.decision, consentId: interactions.consentId, answered: other.uid })
    .from(interactions)
    .leftJoin(
      other,
      and(
        eq(other.consentId, interactions.consentId),
        ne(other.uid, interactions.uid),
        isNotNull(other.decision),
      ),
    )
    .where(eq(interactions.uid, uid))
    .limit(1)
  return row !== undefined && row.decision === null && row.consentId !== null && row.answered === null
}

type OwnAnswer = { decision: 'allowed' | 'refused'; decidedAt: Date | null; clientId: string }
