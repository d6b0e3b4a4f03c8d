import 'server-only'
import { eq } from 'drizzle-orm'
import { consents } from '@/db/schema/consents'
import { endConsent } from './end-consent'

/**
 * Stops a third party's access on the customer's word, at any time and without signing in again (PSD2 Art. 64, 67).
 * Stopping what has ended is no fault: `stoppedNow` is false and nothing changes.
 */
export async function revokeConsent({
  consentId,
  psuId,
  requestId,
}: RevokeConsent): Promise<{ stoppedNow: boolean }> {
  const stoppedNow = await endConsent({
    consentId,
    whose: eq(consents.psuId, psuId),
    to: 'revokedByPsu',
    event: 'consent.revoked',
    actor: `psu:${psuId}`,
    requestId,
  })
  return { stoppedNow }
}

type RevokeConsent = { consentId: string; psuId: string; requestId: string | null }
