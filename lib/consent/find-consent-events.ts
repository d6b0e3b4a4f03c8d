import 'server-only'
import { and, desc, eq, gte, inArray, isNull, or } from 'drizzle-orm'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { psus } from '@/db/schema/psus'
import type { EventType } from '@/lib/audit/event-catalogue'
import { vaultKey } from '@/lib/vault/vault'

/** What the bank decides about a third party happens to every permission of it. */
const OF_THE_THIRD_PARTY = ['tpp.paused', 'tpp.resumed', 'tpp.end-announced'] as const satisfies EventType[]

/**
 * What was decided about one of the customer's own permissions, newest first, from the audit trail itself; with what the
 * bank decided about its third party since it was asked for, and each look of staff with the reason they gave.
 */
export async function findConsentEvents({
  consentId,
  psuId,
  tppId,
  since,
}: FindConsentEvents): Promise<ConsentEvent[]> {
  const own = and(eq(auditEvents.consentId, consentId), eq(auditEvents.psuId, psuId))
  const ofThirdParty = and(
    eq(auditEvents.tppId, tppId),
    isNull(auditEvents.consentId),
    inArray(auditEvents.type, [...OF_THE_THIRD_PARTY]),
    gte(auditEvents.at, since),
  )
  const rows = await database()
    .select({
      id: auditEvents.id,
      at: auditEvents.at,
      type: auditEvents.type,
      sealedDetail: auditEvents.sealedDetail,
      keyId: psus.keyId,
    })
    .from(auditEvents)
    .leftJoin(psus, eq(psus.id, auditEvents.psuId))
    .where(or(own, ofThirdParty))
    .orderBy(desc(auditEvents.at), desc(auditEvents.id))
    .limit(50)
  return Promise.all(rows.map(toEvent))
}

async function toEvent({ id, at, type, sealedDetail, keyId }: Row): Promise<ConsentEvent> {
  const told = type === 'consent.looked-at' && sealedDetail && keyId ? await vaultKey(keyId) : null
  const reason =
    told && sealedDetail ? told.open<{ reason: string }>('audit_events.detail', sealedDetail).reason : null
  return { id, at, type: type as EventType, reason }
}

type Row = Pick<typeof auditEvents.$inferSelect, 'id' | 'at' | 'type' | 'sealedDetail'> & {
  keyId: string | null
}
type FindConsentEvents = { consentId: string; psuId: string; tppId: string; since: Date }

/** `reason`: why staff looked. */
export type ConsentEvent = { id: string; at: Date; type: EventType; reason: string | null }
