import 'server-only'
import { and, eq, inArray } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { removals } from '@/db/schema/removals'
import { recordEvent } from '@/lib/audit/record-event'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { answerDue } from './answer-due'
import { predecessorsOf } from './removal'

/**
 * The third party has acknowledged a request (any 2xx): its month begins (GDPR Art. 12(3)). A message that arrives twice, or
 * after the answer, changes nothing.
 */
export async function noteReceived(tx: Transaction, removalId: string): Promise<void> {
  const at = await now(tx)
  const dueOn = answerDue(bankDay(at, brand.timeZone))
  const [row] = await tx
    .update(removals)
    .set({ state: 'received', channel: 'message', receivedAt: at, dueOn })
    .where(and(eq(removals.id, removalId), inArray(removals.state, predecessorsOf('received'))))
    .returning()
  if (!row) return
  const { psuId, tppId, consentId } = row
  await recordEvent(tx, {
    at,
    type: 'removal.received',
    actor: `tpp:${tppId}`,
    subject: `consent:${consentId}`,
    psuId,
    tppId,
    consentId,
    detail: { removalId, dueOn },
  })
}
