import 'server-only'
import { eq } from 'drizzle-orm'
import { consents } from '@/db/schema/consents'
import { endConsent } from './end-consent'

/** Ends a consent on its third party's word (DELETE). One that has already ended is left as it is. */
export async function terminateConsent({
  consentId,
  tppId,
  requestId,
}: TerminateConsent): Promise<'terminated' | 'already-final'> {
  const ended = await endConsent({
    consentId,
    whose: eq(consents.tppId, tppId),
    to: 'terminatedByTpp',
    event: 'consent.terminated',
    actor: `tpp:${tppId}`,
    requestId,
  })
  return ended ? 'terminated' : 'already-final'
}

type TerminateConsent = { consentId: string; tppId: string; requestId: string | null; now?: Date }
