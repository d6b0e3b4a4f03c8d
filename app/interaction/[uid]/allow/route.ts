import { getLocale } from 'next-intl/server'
import { brand } from '@/lib/brand'
import { approveConsent } from '@/lib/consent/approve-consent'
import { pickAccounts } from '@/lib/consent/choose-accounts'
import { hashRecord, newNonce } from '@/lib/consent/consent-record'
import { recordOfRequest } from '@/lib/consent/record-of-request'
import { Refusal } from '@/lib/errors'
import { markDecided, prepareGrant } from '@/lib/oauth/interaction'
import { customerForm } from '@/lib/session/customer-form'
import { Choice } from '../choice'
import { openRequest, requireShown } from '../open-request'

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
    await requireShown(request, input.shown)
    if (input.accountIds.length === 0) return `/interaction/${uid}?choose#accounts`
    const { accounts, recorded } = await pickAccounts({ request, psuId, accountIds: input.accountIds })
    const record = recordOfRequest({
      request,
      accounts: recorded,
      bank: brand.name,
      locale: await getLocale(),
    })
    const nonce = newNonce()
    const recordHash = hashRecord(nonce, record)
    const { grantId } = await prepareGrant(pending, psuId)
    await approveConsent({
      consentId: request.consentId,
      tppId: pending.tppId,
      psuId,
      grantId,
      accounts,
      record,
      recordHash,
      nonce,
      evidence: 'session',
      credentialId,
      assertion: { sessionId: customer.sessionId, authenticatedAt: customer.authenticatedAt.toISOString() },
      interactionUid: uid,
      requestId,
      alongside: (tx, at) => markDecided(tx, pending, 'allowed', psuId, grantId, at, recordHash),
    })
    return `/interaction/${uid}/return`
  },
  {
    // The page signs in for this very request; the sign-in page would forget it.
    signIn: ({ uid }) => `/interaction/${uid}`,
  },
)
