import { approveConsent } from '@/lib/consent/approve-consent'
import { hashRecord, newNonce } from '@/lib/consent/consent-record'
import { Refusal } from '@/lib/errors'
import { customerForm } from '@/lib/session/customer-form'
import { Choice } from '../choice'
import { allowing } from '../deciding'
import { pickedOrAnew } from '../lost-account'
import { openRequest, requireShown } from '../open-request'
import { shownRecord } from '../shown-record'

/**
 * Allows on the strength of a sign-in made on this very request: a second prompt would be an obstacle. Any other
 * session has to sign with its passkey instead.
 */
export const POST = customerForm(
  Choice,
  async ({ customer, input, params, now, requestId }) => {
    const uid = params.uid ?? ''
    const { pending, request } = await openRequest(uid, now)
    if (customer.interactionUid !== uid || !request || request.model === 'detailed')
      throw new Refusal('session_ended')
    const { psuId, credentialId } = customer
    await requireShown(request, input)
    if (input.accountIds.length === 0) return `/interaction/${uid}?choose#accounts`
    const picked = await pickedOrAnew(uid, { request, psuId, accountIds: input.accountIds })
    if ('anew' in picked) return picked.anew
    const { accounts } = picked
    const record = await shownRecord({ request, psuId, chosen: picked, justSignedIn: true })
    const nonce = newNonce()
    const recordHash = hashRecord(nonce, record)
    const { finish, ...door } = await allowing({ pending, psuId, recordHash, now })
    await approveConsent({
      ...door,
      consentId: request.consentId,
      tppId: pending.tppId,
      psuId,
      accounts,
      record,
      recordHash,
      nonce,
      evidence: 'session',
      credentialId,
      assertion: { sessionId: customer.sessionId, authenticatedAt: customer.authenticatedAt.toISOString() },
      interactionUid: uid,
      requestId,
    })
    await finish()
    return `/interaction/${uid}/return`
  },
  {
    // The page signs in for this very request; the sign-in page would forget it.
    signIn: ({ uid }) => `/interaction/${uid}`,
    ended: ({ uid }) => `/interaction/${uid}`,
  },
)
