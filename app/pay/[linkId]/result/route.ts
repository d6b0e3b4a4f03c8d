import { hashRecord, nonceOf } from '@/lib/consent/consent-record'
import { Refusal } from '@/lib/errors'
import { log } from '@/lib/log'
import { measureJourney } from '@/lib/oauth/measure-journey'
import { approvePayment } from '@/lib/payments/approve-payment'
import { executePayment } from '@/lib/payments/execute-payment'
import { noteAnsweredHere } from '@/lib/redirect/answered-here'
import { AssertionAnswer } from '@/lib/sca/assertion-answer'
import { verifyAssertion } from '@/lib/sca/verify-assertion'
import { ceremony } from '@/lib/session/ceremony'
import { peekCustomer } from '@/lib/session/customer'
import { PaymentChoice } from '../choice'
import { answeredPayment, bindingOf, requireShown, shownPayment } from '../open-payment'
import { payingAccount } from '../paying-account'

const Answer = AssertionAnswer.extend({ fields: PaymentChoice })

/**
 * The passkey has signed: the record is built again from what the house knows now, and must be the one that was signed. Then it
 * is decided in one transaction, and carried out at once: the way back is a courtesy and no condition (EBA Q&A 2025_7603).
 */
export const POST = ceremony(Answer, async ({ input, params, now, requestId }) => {
  const linkId = params.linkId ?? ''
  const answered = await answeredPayment(linkId, now)
  if ('anew' in answered) return { location: answered.anew }
  const { request } = answered
  // Failures count against the passkey, and against the session where there is one (REG-SCA-04).
  const sessionId = (await peekCustomer())?.sessionId
  const verified = await verifyAssertion({
    ...input,
    purpose: 'approve',
    binding: bindingOf(linkId),
    now,
    ...(sessionId ? { sessionId } : {}),
  })
  await measureJourney({ uid: linkId }, 'authenticatedAt')
  const { psuId, credentialId, assertion } = verified
  const { accepted, accountId } = input.fields
  await requireShown(request, input.fields)
  const paying = await payingAccount({ request, psuId, accountId })
  if ('anew' in paying) return { location: paying.anew }
  const nonce = nonceOf(verified.challenge)
  const record = await shownPayment({ request, account: paying.account, accepted })
  const recordHash = hashRecord(nonce, record)
  if (!verified.recordHash?.equals(recordHash)) throw new Refusal('request_changed')
  const { paymentId } = request
  await approvePayment({
    paymentId,
    psuId,
    accountId: paying.account.id,
    record,
    recordHash,
    nonce,
    credentialId,
    assertion,
    requestId,
  })
  await noteAnsweredHere(linkId)
  await measureJourney({ uid: linkId }, 'decidedAt', { outcome: 'allowed' })
  // It stands approved whatever happens now: what does not succeed here the job does.
  await executePayment(paymentId).catch((thrown) =>
    log.warn({ err: thrown, paymentId }, 'A payment was not carried out at once'),
  )
  return { location: `/pay/${linkId}/return` }
})
