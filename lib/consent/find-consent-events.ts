import 'server-only'
import { and, desc, eq, inArray, or, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { consents } from '@/db/schema/consents'
import type { Actor, EventType } from '@/lib/audit/event-catalogue'
import { allowedBy } from './allowed-by'
import { customerOf } from './customer-of'

/** What another holder decided, or whoever ended it, each of those who decided reads as well. */
const SHARED: EventType[] = [
  'consent.partially-approved',
  'consent.approved',
  'consent.refused',
  'consent.lapsed',
  'consent.revoked',
  'consent.terminated',
  'consent.replaced',
  'consent.expired',
]

/**
 * What was decided about one of the customer's own permissions, newest first, from the audit trail itself; of an account
 * with several holders by all of them, as far as this one has decided too.
 */
export async function findConsentEvents({
  consentId,
  psuId,
}: {
  consentId: string
  psuId: string
}): Promise<ConsentEvent[]> {
  const decided = sql`exists (select from ${consents} where ${consents.id} = ${consentId}
    and (${allowedBy(psuId)} or ${consents.endedBy} = ${psuId}))`
  const rows = await database()
    .select({
      id: auditEvents.id,
      at: auditEvents.at,
      type: auditEvents.type,
      actor: auditEvents.actor,
    })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.consentId, consentId),
        or(eq(auditEvents.psuId, psuId), and(inArray(auditEvents.type, SHARED), decided)),
      ),
    )
    .orderBy(desc(auditEvents.at), desc(auditEvents.id))
    .limit(50)
  return rows.map(({ id, at, type, actor }) => {
    const by = customerOf(actor as Actor)
    return { id, at, type: type as EventType, otherHolder: by === psuId ? null : by }
  })
}

/** `otherHolder`: the customer who decided it, where that was another one. */
export type ConsentEvent = { id: string; at: Date; type: EventType; otherHolder: string | null }
