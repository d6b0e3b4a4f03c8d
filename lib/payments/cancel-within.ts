import 'server-only'
import { and, eq } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { payments } from '@/db/schema/payments'
import type { Actor } from '@/lib/audit/event-catalogue'
import { recordEvent } from '@/lib/audit/record-event'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { Refusal } from '@/lib/errors'
import { openOrder } from './open-order'
import { isCancellable, type PaymentStatus } from './payment'
import { toldOfPayment } from './told-of-payment'

/**
 * A payment that is not due yet becomes `CANC`, with the event of whoever does it, until the end of the bank's day before (PSD2
 * Art. 80(4)). `resource_unknown` for another customer's, `status_invalid` once it is too late. Returns how it stood before:
 * what was taken back already stays as it was, and nothing is written down a second time.
 */
export async function cancelWithin(
  tx: Transaction,
  { paymentId, psuId, event, actor, requestId, personal }: CancelWithin,
): Promise<PaymentStatus> {
  const at = await now(tx)
  const own = and(eq(payments.id, paymentId), eq(payments.psuId, psuId))
  // Whoever carries it out marks the row before any money moves: under this lock it has begun or will find it taken back.
  const [payment] = await tx.select().from(payments).where(own).for('update')
  if (!payment) throw new Refusal('resource_unknown')
  if (payment.status === 'CANC') return payment.status
  if (!isCancellable(payment, bankDay(at, brand.timeZone))) throw new Refusal('status_invalid')
  await tx.update(payments).set({ status: 'CANC', lastActionAt: at }).where(own)
  await recordEvent(tx, {
    at,
    type: event,
    actor,
    subject: `payment:${paymentId}`,
    psuId,
    tppId: payment.tppId,
    requestId,
    personal: { ...personal, ...toldOfPayment(await openOrder(payment)) },
  })
  return payment.status
}

type CancelWithin = {
  paymentId: string
  psuId: string
  event: 'payment.cancelled' | 'payment.cancelled-by-staff'
  actor: Actor
  requestId: string | null
  /** What the trail holds of it beside amount and payee, sealed. */
  personal?: Record<string, string>
}
