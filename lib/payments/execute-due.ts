import 'server-only'
import { asc, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { payments } from '@/db/schema/payments'
import { isRefusal } from '@/lib/errors'
import { log } from '@/lib/log'
import { executePayment, isDue } from './execute-payment'

const AT_ONCE = 100

/**
 * Carries out what is due and has not been: a worker that was killed holds its job for hours, and an account that could not be
 * reached is asked again. One that fails keeps no other waiting.
 */
export async function executeDue(): Promise<void> {
  const due = await database()
    .select({ id: payments.id })
    .from(payments)
    .where(await isDue())
    // Those that nobody has begun come first: what cannot be carried out now must not stand before them.
    .orderBy(sql`${payments.startedAt} asc nulls first`, asc(payments.id))
    .limit(AT_ONCE)
  for (const { id } of due)
    try {
      await executePayment(id)
    } catch (thrown) {
      if (!isRefusal(thrown)) log.error({ err: thrown, paymentId: id }, 'A payment was not carried out')
    }
}
