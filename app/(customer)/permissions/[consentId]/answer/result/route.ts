import { z } from 'zod'
import { coApproveConsent } from '@/lib/consent/co-approve-consent'
import { Confirmed } from '@/lib/consent/confirm-sharing'
import { hashRecord, nonceOf } from '@/lib/consent/consent-record'
import { Refusal } from '@/lib/errors'
import { AssertionAnswer } from '@/lib/sca/assertion-answer'
import { verifyAssertion } from '@/lib/sca/verify-assertion'
import { ceremony } from '@/lib/session/ceremony'
import { bindingOf, openWaiting, recordOfWaiting } from '../waiting-request'

const Answer = AssertionAnswer.extend({ fields: z.strictObject({ confirmed: Confirmed }) })

/** The second holder's passkey has signed what they were shown; it must be theirs, and the page must not have changed. */
export const POST = ceremony(Answer, async ({ input, params, now, requestId }) => {
  const { customer, waiting } = await openWaiting(params.consentId, now)
  const verified = await verifyAssertion({
    ...input,
    purpose: 'approve',
    binding: bindingOf(waiting.consentId),
    sessionId: customer.sessionId,
    now,
  })
  if (verified.psuId !== customer.psuId) throw new Refusal('sca_failed')
  const record = await recordOfWaiting(waiting)
  const nonce = nonceOf(verified.challenge)
  const recordHash = hashRecord(nonce, record)
  if (!verified.recordHash?.equals(recordHash)) throw new Refusal('request_changed')
  await coApproveConsent({
    waiting,
    psuId: customer.psuId,
    record,
    recordHash,
    nonce,
    evidence: 'signed',
    credentialId: verified.credentialId,
    assertion: verified.assertion,
    requestId,
  })
  return { location: `/permissions/${waiting.consentId}` }
})
