import 'server-only'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { type DELIVERY_FORMATS, deliveries } from '@/db/schema/deliveries'
import { outbox } from '@/db/schema/outbox'
import type { EventType } from '@/lib/audit/event-catalogue'

const STOPS: EventType[] = ['consent.revoked', 'consent.revoked-by-staff', 'consent.revoked-by-agent']

/**
 * Whether the third party has been told that a permission was stopped, which its customer has found, and whether it has confirmed
 * that; null while no message is planned, and where it has not asked for any. Told is who has answered with a 2xx, or has fetched
 * it; confirmed, who has acknowledged a signed event. By the trail, and while there is none of it by what is under way. In the bank's
 * time, as the stop itself is dated: deliveries run on the machine's own.
 */
export async function whenTold(consentId: string): Promise<Told | null> {
  const [messages, acknowledged] = await Promise.all([findMessages(consentId), findAcknowledged(consentId)])
  if (messages.length + acknowledged.length === 0) return null
  const instants = [
    ...messages.flatMap(({ fetchedAt }) => fetchedAt ?? []),
    ...acknowledged.map(({ at }) => at),
  ]
  const at = instants.toSorted((one, other) => one.getTime() - other.getTime())[0] ?? null
  return {
    at,
    confirmedAt: acknowledged.find(({ format }) => format === 'security-event')?.at ?? null,
    confirms: [...messages, ...acknowledged].some(({ format }) => format === 'security-event'),
    underWay: messages.some(({ state }) => state === 'pending'),
  }
}

/** What was planned of the stop, as long as it is kept. */
async function findMessages(consentId: string) {
  const { format, state, fetchedAt, plannedAt } = deliveries
  // Planned at one moment, which the outbox dates by the bank's time and the delivery by the machine's.
  const inBankTime = sql<Date | null>`${outbox.sentAt} + (${fetchedAt} - ${plannedAt})`.mapWith(outbox.sentAt)
  return database()
    .select({ format, state, fetchedAt: inBankTime })
    .from(deliveries)
    .innerJoin(outbox, eq(outbox.id, deliveries.outboxId))
    .where(
      and(
        eq(deliveries.consentId, consentId),
        inArray(format, ['resource-status', 'security-event']),
        inArray(outbox.type, STOPS),
      ),
    )
}

async function findAcknowledged(consentId: string) {
  const rows = await database()
    .select({ at: auditEvents.at, format: sql<Format>`${auditEvents.detail}->>'format'` })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.consentId, consentId),
        eq(auditEvents.type, 'consent.told'),
        inArray(sql`${auditEvents.detail}->>'of'`, STOPS),
      ),
    )
    .orderBy(auditEvents.at)
  return rows
}

type Format = (typeof DELIVERY_FORMATS)[number]

/**
 * `at`: then it was told, null until then. `confirms`: it takes signed events, which it confirms one by one. `underWay`: it is
 * being told; where it is not and was not, the bank has given up.
 */
export type Told = { at: Date | null; confirmedAt: Date | null; confirms: boolean; underWay: boolean }
