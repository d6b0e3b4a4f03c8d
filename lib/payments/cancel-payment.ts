import 'server-only'
import { and, eq } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { payments } from '@/db/schema/payments'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { Refusal } from '@/lib/errors'
import { failPaymentAuthorisations } from './fail-payment-authorisations'
import { paymentStatusAt } from './payment'

/**
 * The third party takes its request back before a customer has approved it: `CANC`. `resource_unknown` for another's payment as
 * for none; `cancellation_invalid` once it is approved or over: a payer's approval is not the third party's to undo
 * (PSD2 Art. 80(2)).
 */
export async function cancelPayment({
  paymentId,
  tppId,
  requestId,
  alongside,
}: CancelPayment): Promise<void> {
  await database().transaction(async (tx) => {
    const at = await now(tx)
    const own = and(eq(payments.id, paymentId), eq(payments.tppId, tppId))
    const [payment] = await tx.select().from(payments).where(own).for('update')
    if (!payment) throw new Refusal('resource_unknown')
    if (paymentStatusAt(payment, at) !== 'RCVD') throw new Refusal('cancellation_invalid')
    await tx.update(payments).set({ status: 'CANC', lastActionAt: at }).where(own)
    await failPaymentAuthorisations(tx, { paymentIds: [paymentId], at })
    const subject = `payment:${paymentId}` as const
    const actor = `tpp:${tppId}` as const
    await recordEvent(tx, { at, type: 'payment.cancelled-by-tpp', actor, subject, tppId, requestId })
    await alongside(tx)
  })
}

type CancelPayment = {
  paymentId: string
  tppId: string
  requestId: string | null
  alongside: (tx: Transaction) => Promise<void>
}
