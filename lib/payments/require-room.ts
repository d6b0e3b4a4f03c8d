import 'server-only'
import { and, count, eq, gt, min } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { payments } from '@/db/schema/payments'
import { env } from '@/lib/env'
import { Refusal } from '@/lib/errors'

/**
 * Throws `too_many_requests`, until the first of them is over, where OPEN_PAYMENTS_PER_TPP_MAX payments of this third party wait
 * for their customers. Those that are asked for at the same moment do not see each other, so that a few more may get in; who
 * asks for thousands does not.
 */
export async function requireRoom(tx: Transaction, { tppId, now }: RequireRoom): Promise<void> {
  const [open] = await tx
    .select({ payments: count(), firstEndsAt: min(payments.answerBy) })
    .from(payments)
    .where(and(eq(payments.tppId, tppId), eq(payments.status, 'RCVD'), gt(payments.answerBy, now)))
  if (!open?.firstEndsAt || open.payments < env.OPEN_PAYMENTS_PER_TPP_MAX) return
  const retryAfter = Math.ceil((open.firstEndsAt.getTime() - now.getTime()) / 1_000)
  throw new Refusal('too_many_requests', { retryAfter })
}

type RequireRoom = { tppId: string; now: Date }
