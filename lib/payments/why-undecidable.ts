import 'server-only'
import { eq } from 'drizzle-orm'
import type { Queryable } from '@/db/connection'
import { payments } from '@/db/schema/payments'
import { Refusal } from '@/lib/errors'

/** Why a request to pay can no longer be answered, for whoever has just found that it cannot. */
export async function whyUndecidable(
  queryable: Queryable,
  { paymentId, at }: { paymentId: string; at: Date },
): Promise<Refusal> {
  const [payment] = await queryable.select().from(payments).where(eq(payments.id, paymentId))
  if (!payment || payment.rejection === 'unanswered') return new Refusal('interaction_ended')
  // Nobody has answered, and the third party took it back.
  if (payment.status === 'CANC' && payment.decidedAt === null) return new Refusal('interaction_ended')
  if (payment.status !== 'RCVD') return new Refusal('already_decided')
  return new Refusal(payment.answerBy <= at ? 'interaction_ended' : 'certificate_blocked')
}
