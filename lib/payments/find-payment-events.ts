import 'server-only'
import { and, desc, eq, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { payments } from '@/db/schema/payments'
import type { EventType } from '@/lib/audit/event-catalogue'
import { keyIdOf } from '@/lib/consent/open-access'
import { vaultKey } from '@/lib/vault/vault'

/**
 * What happened to one payment of a customer, newest first, from the audit trail itself: of another's, as of none, nothing. What
 * it was asked for stands there too, from before anybody knew whose it would be.
 */
export async function findPaymentEvents({ paymentId, psuId }: FindPaymentEvents): Promise<PaymentEvent[]> {
  const own = sql`exists (select from ${payments} where ${payments.id} = ${paymentId} and ${payments.psuId} = ${psuId})`
  const rows = await database()
    .select({
      id: auditEvents.id,
      at: auditEvents.at,
      type: auditEvents.type,
      sealedDetail: auditEvents.sealedDetail,
    })
    .from(auditEvents)
    .where(and(eq(auditEvents.subject, `payment:${paymentId}`), own))
    .orderBy(desc(auditEvents.at), desc(auditEvents.id))
    .limit(50)
  if (rows.length === 0) return []
  const key = await vaultKey(await keyIdOf(psuId))
  return rows.map(({ id, at, type, sealedDetail }) => ({
    id,
    at,
    type: type as EventType,
    reason:
      WITH_REASON.includes(type) && sealedDetail
        ? (key.open<{ reason?: string }>('audit_events.detail', sealedDetail).reason ?? null)
        : null,
  }))
}

/** What staff do, and say why. */
const WITH_REASON = ['payment.looked-at', 'payment.cancelled-by-staff']

type FindPaymentEvents = { paymentId: string; psuId: string }

/** `reason`: why staff looked at it, or took it back. */
export type PaymentEvent = { id: string; at: Date; type: EventType; reason: string | null }
