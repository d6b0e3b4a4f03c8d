import { approveConsent } from '@/lib/consent/approve-consent'
import { matchNamedAccounts } from '@/lib/consent/choose-accounts'
import { hashRecord, nonceOf } from '@/lib/consent/consent-record'
import { Refusal } from '@/lib/errors'
import { measureJourney } from '@/lib/oauth/measure-journey'
import { shareIdentity } from '@/lib/psu/share-identity'
import { AssertionAnswer } from '@/lib/sca/assertion-answer'
import { verifyAssertion } from '@/lib/sca/verify-assertion'
import { ceremony } from '@/lib/session/ceremony'
import { peekCustomer } from '@/lib/session/customer'
import { Choice } from '../choice'
import { allowing } from '../deciding'
import { pickedOrAnew } from '../lost-account'
import { bindingOf, openRequest } from '../open-request'
import { shownRecord } from '../shown-record'

const Answer = AssertionAnswer.extend({ fields: Choice })

/**
 * The passkey has signed: the record is built again from what the house knows now, and must be the one that was signed;
 * anything that changed after the page was shown is a new page (THR-05). Then everything is decided in one transaction.
 */
export const POST = ceremony(Answer, async ({ input, params, now, requestId }) => {
  const uid = params.uid ?? ''
  const { pending, request } = await openRequest(uid, now)
  // Failures count against the passkey, and against the session where there is one (REG-SCA-04).
  const sessionId = (await peekCustomer())?.sessionId
  const binding = bindingOf(uid)
  const verified = await verifyAssertion({
    ...input,
    purpose: 'approve',
    binding,
    now,
    ...(sessionId ? { sessionId } : {}),
  })
  await measureJourney({ uid }, 'authenticatedAt')
  const { psuId, credentialId } = verified
  const location = `/interaction/${uid}/return`
  if (!request) {
    const { alongside } = await allowing({ pending, psuId, recordHash: null, now })
    await shareIdentity({ psuId, tppId: pending.tppId, uid, requestId, alongside })
    return { location }
  }
  const { accountIds } = input.fields
  const chosen =
    request.model === 'detailed'
      ? await matchNamedAccounts({ request, psuId })
      : await pickedOrAnew(uid, { request, psuId, accountIds })
  if ('anew' in chosen) return { location: chosen.anew }
  const nonce = nonceOf(verified.challenge)
  const record = await shownRecord({ request, psuId: request.model === 'detailed' ? null : psuId, chosen })
  const recordHash = hashRecord(nonce, record)
  if (!verified.recordHash?.equals(recordHash)) throw new Refusal('request_changed')
  const { finish, ...door } = await allowing({ pending, psuId, recordHash, now })
  await approveConsent({
    ...door,
    consentId: request.consentId,
    tppId: pending.tppId,
    psuId,
    accounts: chosen.accounts,
    record,
    recordHash,
    nonce,
    evidence: 'signed',
    credentialId,
    assertion: verified.assertion,
    interactionUid: uid,
    requestId,
  })
  await finish()
  return { location }
})
