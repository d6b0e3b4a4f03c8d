import 'server-only'
import { eq } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { endConsent } from './end-consent'

/**
 * Ends a consent on its third party's word (DELETE). One that has already ended is left as it is. `alongside` runs in
 * the transaction that ends it: both stand, or neither.
 */
export async function terminateConsent({
  consentId,
  tppId,
  requestId,
  alongside,
}: TerminateConsent): Promise<'terminated' | 'already-final'> {
  const ended = await endConsent({
    consentId,
    whose: eq(consents.tppId, tppId),
    to: 'terminatedByTpp',
    event: 'consent.terminated',
    actor: `tpp:${tppId}`,
    requestId,
    ...(alongside && { alongside }),
  })
  return ended ? 'terminated' : 'already-final'
}

type TerminateConsent = {
  consentId: string
  tppId: string
  requestId: string | null
  alongside?: (tx: Transaction) => Promise<void>
}
