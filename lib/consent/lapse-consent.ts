import 'server-only'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { predecessorsOf } from './consent'
import { customerOf } from './customer-of'
import { endTokens } from './end-tokens'
import { failAuthorisation } from './fail-authorisation'
import type { ConsentDecision } from './record-sca-status'

/**
 * Nobody who was still needed has answered in time: the consent is `rejected` (xs2a.md 3.3). Nothing could make it valid
 * since `decideBy` already; this writes it down and tells people. Run early, late or twice it does no harm.
 */
export async function lapseConsent({ consentId }: { consentId: string }): Promise<void> {
  await database().transaction(async (tx) => {
    const at = await now(tx)
    const [waiting] = await tx
      .select({ psuId: consents.psuId, tppId: consents.tppId })
      .from(consents)
      .where(and(eq(consents.id, consentId), sql`${consents.decideBy} <= placet_now()`))
      .for('update')
    if (!waiting) return
    await rejectConsent(tx, { ...waiting, at, consentId, actor: 'system', requestId: null })
  })
}

/** Rejects a consent that somebody has allowed and that is not valid yet. False where it has ended already. */
export async function rejectConsent(
  tx: Transaction,
  decision: ConsentDecision,
  type: 'consent.lapsed' | 'consent.refused' = 'consent.lapsed',
): Promise<boolean> {
  const { consentId, at, actor } = decision
  const [rejected] = await tx
    .update(consents)
    .set({ status: 'rejected', endedBy: customerOf(actor), lastActionAt: at })
    .where(and(eq(consents.id, consentId), inArray(consents.status, predecessorsOf('rejected'))))
    .returning({ grantId: consents.grantId })
  if (!rejected) return false
  await endTokens(tx, rejected.grantId)
  await failAuthorisation(tx, decision)
  await recordEvent(tx, { ...decision, type, subject: `consent:${consentId}` })
  return true
}
