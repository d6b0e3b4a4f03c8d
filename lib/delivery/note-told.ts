import 'server-only'
import { eq, inArray } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { deliveries } from '@/db/schema/deliveries'
import { outbox } from '@/db/schema/outbox'
import { recordEvents } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'

/**
 * Writes into the trail that a third party has taken the news of a consent: its acknowledgement, in the transaction that keeps it.
 * Deliveries are swept after a while; the trail is what a dispute is decided by. Other news leaves no row there.
 */
export async function noteTold(tx: Transaction, deliveryIds: readonly string[]): Promise<void> {
  if (deliveryIds.length === 0) return
  const told = await tx
    .select({
      deliveryId: deliveries.id,
      format: deliveries.format,
      tppId: deliveries.tppId,
      consentId: deliveries.consentId,
      attempts: deliveries.attempts,
      eventId: outbox.eventId,
      of: outbox.type,
    })
    .from(deliveries)
    .innerJoin(outbox, eq(outbox.id, deliveries.outboxId))
    .where(inArray(deliveries.id, [...deliveryIds]))
    .orderBy(deliveries.sequence)
  const at = await now(tx)
  await recordEvents(
    tx,
    told.flatMap(({ consentId, tppId, ...detail }) =>
      consentId !== null && detail.of.startsWith('consent.')
        ? [
            {
              at,
              type: 'consent.told' as const,
              actor: `tpp:${tppId}` as const,
              subject: `consent:${consentId}` as const,
              tppId,
              consentId,
              detail,
            },
          ]
        : [],
    ),
  )
}
