import 'server-only'
import { and, desc, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import type { EventType } from '@/lib/audit/event-catalogue'

/** What was decided about one of the customer's own permissions, newest first, from the audit trail itself. */
export async function findConsentEvents({
  consentId,
  psuId,
}: {
  consentId: string
  psuId: string
}): Promise<ConsentEvent[]> {
  const rows = await database()
    .select({ id: auditEvents.id, at: auditEvents.at, type: auditEvents.type })
    .from(auditEvents)
    .where(and(eq(auditEvents.consentId, consentId), eq(auditEvents.psuId, psuId)))
    .orderBy(desc(auditEvents.at), desc(auditEvents.id))
    .limit(50)
  return rows.map((row) => ({ ...row, type: row.type as EventType }))
}

export type ConsentEvent = { id: string; at: Date; type: EventType }
