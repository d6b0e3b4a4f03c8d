import 'server-only'
import { and, eq, gt, inArray } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { now } from '@/lib/clock'
import { allowedBy } from './allowed-by'
import { predecessorsOf } from './consent'
import { endWithin } from './end-within'
import { rejectConsent } from './lapse-consent'

/**
 * One stop on the customer's word as a part of the caller's transaction. What was valid is `revokedByPsu`; what waits for
 * somebody else's word is withdrawn. False where it has ended already. Throws `consent_unknown`.
 */
export async function stopWithin(tx: Transaction, stop: StopWithin): Promise<boolean> {
  const { consentId, psuId, requestId } = stop
  const actor = `psu:${psuId}` as const
  const stopped = await endWithin(tx, {
    consentId,
    whose: allowedBy(psuId),
    to: 'revokedByPsu',
    event: 'consent.revoked',
    actor,
    requestId,
  })
  return stopped || withdraw(tx, stop)
}

/** Berlin Group knows no revocation of what was never valid: it is rejected. */
async function withdraw(tx: Transaction, { consentId, psuId, requestId }: StopWithin): Promise<boolean> {
  const [waiting] = await tx
    .select({ tppId: consents.tppId })
    .from(consents)
    .where(
      and(
        eq(consents.id, consentId),
        allowedBy(psuId),
        gt(consents.version, 0),
        inArray(consents.status, predecessorsOf('rejected')),
      ),
    )
    .for('update')
  if (!waiting) return false
  const actor = `psu:${psuId}` as const
  const decision = { ...waiting, at: await now(tx), consentId, psuId, actor, requestId }
  return rejectConsent(tx, decision, 'consent.refused')
}

export type StopWithin = { consentId: string; psuId: string; requestId: string | null }
