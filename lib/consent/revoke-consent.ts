import 'server-only'
import { and, eq, gt, inArray } from 'drizzle-orm'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { now } from '@/lib/clock'
import { allowedBy } from './allowed-by'
import { predecessorsOf } from './consent'
import { endConsent } from './end-consent'
import { rejectConsent } from './lapse-consent'

/**
 * Stops a third party's access on the customer's word, at any time and without signing in again (PSD2 Art. 64, 67); of
 * an account with several holders, on the word of each who has allowed it. What waits for somebody else's word is
 * withdrawn. Stopping what has ended is no fault: `stoppedNow` is false and nothing changes.
 */
export async function revokeConsent({
  consentId,
  psuId,
  requestId,
}: RevokeConsent): Promise<{ stoppedNow: boolean }> {
  const stoppedNow = await endConsent({
    consentId,
    whose: allowedBy(psuId),
    to: 'revokedByPsu',
    event: 'consent.revoked',
    actor: `psu:${psuId}`,
    requestId,
  })
  return { stoppedNow: stoppedNow || (await withdraw({ consentId, psuId, requestId })) }
}

/** Berlin Group knows no revocation of what was never valid: it is rejected. */
function withdraw({ consentId, psuId, requestId }: RevokeConsent): Promise<boolean> {
  return database().transaction(async (tx) => {
    const at = await now(tx)
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
    return rejectConsent(tx, { ...waiting, at, consentId, psuId, actor, requestId }, 'consent.refused')
  })
}

type RevokeConsent = { consentId: string; psuId: string; requestId: string | null }
