import 'server-only'
import { eq } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import type { Transaction } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { outbox } from '@/db/schema/outbox'
import { psus } from '@/db/schema/psus'
import { bankKey, vaultKey } from '@/lib/vault/vault'
import type { VaultKey } from '@/lib/vault/vault-key'
import { type Actor, EVENTS, type EventType, type Subject } from './event-catalogue'

/**
 * Records a decision and queues what its audiences are to be told. Takes a transaction, never the pool: the fact and
 * the change it reports commit together or not at all. Personal fields are sealed under the customer's key, or under
 * the bank's where no customer is known.
 */
export async function recordEvent(tx: Transaction, event: AuditEvent): Promise<{ eventId: string }> {
  const { row, told } = await rowsOf(tx, event)
  await tx.insert(auditEvents).values(row)
  if (told.length > 0) await tx.insert(outbox).values(told)
  return { eventId: row.id }
}

/** The same for many at once, in as many inserts as for one. */
export async function recordEvents(tx: Transaction, events: readonly AuditEvent[]): Promise<void> {
  if (events.length === 0) return
  const recorded = []
  for (const event of events) recorded.push(await rowsOf(tx, event))
  await tx.insert(auditEvents).values(recorded.map(({ row }) => row))
  const told = recorded.flatMap((one) => one.told)
  if (told.length > 0) await tx.insert(outbox).values(told)
}

/** The event as it stands in the trail, and what each of its audiences is to be told. */
async function rowsOf(tx: Transaction, event: AuditEvent) {
  const { version, audiences } = EVENTS[event.type]
  const { psuId = null, tppId = null, consentId = null, requestId = null, detail = {}, personal } = event
  const key = await keyOf(tx, psuId)
  const eventId = newId()
  const row = {
    id: eventId,
    at: event.at,
    type: event.type,
    schemaVersion: version,
    actor: event.actor,
    subject: event.subject,
    psuId,
    tppId,
    consentId,
    requestId,
    detail,
    sealedDetail: personal ? key.seal('audit_events.detail', personal) : null,
  }
  const told = audiences.map((audience) => ({
    id: newId(),
    eventId,
    type: event.type,
    schemaVersion: version,
    audience,
    consentId,
    psuId,
    tppId,
    detail,
    sealedPayload: key.seal('outbox.payload', {
      ...detail,
      ...personal,
      subject: event.subject,
      actor: event.actor,
    }),
    createdAt: event.at,
  }))
  return { row, told }
}

async function keyOf(tx: Transaction, psuId: string | null): Promise<VaultKey> {
  if (psuId === null) return bankKey()
  const [psu] = await tx.select({ keyId: psus.keyId }).from(psus).where(eq(psus.id, psuId))
  return psu ? vaultKey(psu.keyId) : bankKey()
}

/** One decision. `at` is the transaction's own time; `personal` is stored sealed, `detail` in the clear. */
export type AuditEvent = {
  at: Date
  type: EventType
  actor: Actor
  subject: Subject
  psuId?: string | null
  tppId?: string | null
  consentId?: string | null
  requestId?: string | null
  detail?: Record<string, unknown>
  personal?: Record<string, unknown>
}
