import 'server-only'
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { v4 as randomId } from 'uuid'
import type { Transaction } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { consents } from '@/db/schema/consents'
import { deliveries, deliveryHosts } from '@/db/schema/deliveries'
import { outbox } from '@/db/schema/outbox'
import { removals } from '@/db/schema/removals'
import { EVENTS, type EventType } from '@/lib/audit/event-catalogue'
import { env } from '@/lib/env'
import { notePassedOn } from '@/lib/removal/note-passed-on'
import { removalMessage } from '@/lib/removal/removal-message'
import { certificateEnd } from './certificate-end'
import { resourceStatus } from './resource-status'
import { securityEvent } from './security-event'

const ROWS_AT_ONCE = 500

/**
 * Turns what decisions left in the outbox for third parties into messages to the endpoints that asked for them, in the
 * order of the commits within each consent. One planner at a time (the caller holds the lock): two would overtake each
 * other. What is about the third party itself goes to the address that it registered. Nothing is opened that is sealed: what is
 * told stands in the clear part of the row.
 */
export async function planDeliveries(tx: Transaction): Promise<void> {
  const rows = await tx
    .select({
      id: outbox.id,
      sequence: outbox.sequence,
      type: outbox.type,
      detail: outbox.detail,
      tppId: outbox.tppId,
      consentId: outbox.consentId,
      kind: consents.kind,
      endpoint: consents.notificationUri,
      modes: consents.notificationContent,
      own: applications.notificationUri,
      eventId: outbox.eventId,
      at: outbox.createdAt,
      eventMethod: applications.eventMethod,
      eventEndpoint: applications.eventEndpoint,
      removal: {
        id: removals.id,
        endpoint: removals.endpoint,
        askedAt: removals.askedAt,
        mandateHash: removals.mandateHash,
      },
    })
    .from(outbox)
    .leftJoin(consents, eq(consents.id, outbox.consentId))
    // The default application, whose id is the third party's.
    .leftJoin(applications, eq(applications.clientId, outbox.tppId))
    .leftJoin(
      removals,
      and(eq(outbox.type, 'removal.asked'), sql`${removals.id}::text = ${outbox.detail}->>'removalId'`),
    )
    .where(and(eq(outbox.audience, 'tpp'), isNull(outbox.sentAt)))
    .orderBy(asc(outbox.sequence))
    .limit(ROWS_AT_ONCE)
  if (rows.length === 0) return
  const planned = rows.flatMap(plan)
  if (planned.length > 0) {
    const hosts = planned.flatMap(({ tppId, host }) => (host === null ? [] : [{ tppId, host, failures: 0 }]))
    if (hosts.length > 0) await tx.insert(deliveryHosts).values(hosts).onConflictDoNothing()
    await tx.insert(deliveries).values(planned).onConflictDoNothing()
    for (const { removalId } of planned) if (removalId) await notePassedOn(tx, removalId)
  }
  await tx
    .update(outbox)
    .set({ sentAt: sql`placet_now()` })
    .where(
      inArray(
        outbox.id,
        rows.map(({ id }) => id),
      ),
    )
}

function plan(row: Row) {
  const { id, sequence, tppId, consentId } = row
  if (!tppId) return []
  const deliveryId = randomId()
  const messages = [messageOf(row), toSecurityEvent(row, deliveryId)].filter((message) => message !== null)
  const now = sql`now()`
  return messages.map((message) => ({
    id: message.format === 'security-event' ? deliveryId : randomId(),
    outboxId: id,
    sequence,
    format: message.format,
    tppId,
    consentId,
    removalId: message.removalId,
    endpoint: message.endpoint,
    host: message.endpoint ? new URL(message.endpoint).host : null,
    body: JSON.stringify(message.body),
    state: 'pending' as const,
    attempts: 0,
    nextAttemptAt: now,
    plannedAt: now,
  }))
}

const interfaceAddress = () => `${env.MTLS_ORIGIN}/xs2a`

function messageOf(row: Row): Message | null {
  if (row.type === 'tpp.certificate-ends') return toCertificateEnd(row)
  if (!row.consentId) return null
  return row.removal ? toRemovalMessage(row.removal, row.consentId) : toResourceStatus(row, row.consentId)
}

function toCertificateEnd({ detail, tppId, own }: Row): Message | null {
  if (!tppId || !own) return null
  const body = certificateEnd({ tppId, detail, explained: `${env.MTLS_ORIGIN}/certificate` })
  return { format: 'certificate-end', removalId: null, endpoint: own, body }
}

function toResourceStatus({ type, detail, kind, endpoint, modes }: Row, consentId: string): Message | null {
  if (!isEvent(type) || !kind || !endpoint || !modes) return null
  const body = resourceStatus({ type, detail, consentId, kind, modes, base: interfaceAddress() })
  return body && { format: 'resource-status', removalId: null, endpoint, body }
}

/** For who registered for events, whatever it asked for with the consent; its `jti` is the delivery's own id. */
function toSecurityEvent(row: Row, jti: string): Message | null {
  const { type, tppId, eventMethod, eventEndpoint: endpoint } = row
  if (!isEvent(type) || !tppId || !eventMethod) return null
  const own = { jti, iat: new Date(), issuer: env.PUBLIC_ORIGIN, base: interfaceAddress() }
  const body = securityEvent({ ...row, ...own, type, tppId })
  return body && { format: 'security-event', removalId: null, endpoint, body }
}

/** Where no address was registered for it the customer sends a letter. */
function toRemovalMessage({ id: removalId, endpoint, ...told }: Removal, consentId: string): Message | null {
  if (endpoint === null) return null
  const body = removalMessage({ ...told, removalId, consentId, base: interfaceAddress() })
  return { format: 'data-removal', removalId, endpoint, body }
}

function isEvent(type: string): type is EventType {
  return type in EVENTS
}

type Row = Pick<
  typeof outbox.$inferSelect,
  'id' | 'eventId' | 'sequence' | 'type' | 'detail' | 'tppId' | 'consentId'
> & {
  at: Date
  eventMethod: (typeof applications.$inferSelect)['eventMethod']
  eventEndpoint: string | null
  kind: (typeof consents.$inferSelect)['kind'] | null
  endpoint: string | null
  own: string | null
  modes: (typeof consents.$inferSelect)['notificationContent']
  removal: Removal | null
}
type Removal = Pick<typeof removals.$inferSelect, 'id' | 'endpoint' | 'askedAt' | 'mandateHash'>
type Message = Pick<typeof deliveries.$inferInsert, 'format' | 'endpoint'> & {
  removalId: string | null
  body: object
}
