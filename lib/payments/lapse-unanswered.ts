import 'server-only'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { payments } from '@/db/schema/payments'
import { recordEvents } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { failPaymentAuthorisations } from './fail-payment-authorisations'

const AT_ONCE = 500

/**
 * Whatever nobody has answered in time is `RJCT`, each batch in a transaction of its own. One sweep and no job for each payment:
 * who asks for thousands must not keep those waiting in the queue that somebody has approved. The clock binds without it.
 */
export async function lapseUnanswered(): Promise<void> {
  for (let found = AT_ONCE; found === AT_ONCE; ) found = await lapseSome()
}

/** What somebody else holds just now is left to the next sweep. Returns how many were found. */
async function lapseSome(): Promise<number> {
  return database().transaction(async (tx) => {
    const at = await now(tx)
    const late = await tx
      .select({ id: payments.id, tppId: payments.tppId })
      .from(payments)
      .where(and(eq(payments.status, 'RCVD'), sql`${payments.answerBy} <= placet_now()`))
      .limit(AT_ONCE)
      .for('update', { skipLocked: true })
    if (late.length === 0) return 0
    const paymentIds = late.map(({ id }) => id)
    await tx
      .update(payments)
      .set({ status: 'RJCT', rejection: 'unanswered', lastActionAt: at })
      .where(inArray(payments.id, paymentIds))
    await failPaymentAuthorisations(tx, { paymentIds, at })
    await recordEvents(
      tx,
      late.map(({ id, tppId }) => {
        const subject = `payment:${id}` as const
        return { at, type: 'payment.unanswered', actor: 'system', subject, tppId } as const
      }),
    )
    return late.length
  })
}
