import { z } from 'zod'
import { challengeOf, newNonce } from '@/lib/consent/consent-record'
import { Refusal } from '@/lib/errors'
import { coolsUntil } from '@/lib/psu/cool-down'
import { createAssertionChallenge } from '@/lib/sca/create-assertion-challenge'
import { ceremony } from '@/lib/session/ceremony'
import { findCustomer } from '@/lib/session/customer'
import { PaymentChoice } from '../choice'
import { answeredPayment, bindingOf, requireShown, shownPayment } from '../open-payment'
import { payingAccount } from '../paying-account'

/**
 * Options for the passkey that signs this payment, fetched on the click: the challenge holds the hash of the record the page
 * shows, with amount and payee (RTS (EU) 2018/389 Art. 5). Where the third party named the account nobody is identified yet; where
 * the customer picks, only their own passkeys are asked.
 */
export const POST = ceremony(z.strictObject({ fields: PaymentChoice }), async ({ input, params, now }) => {
  const linkId = params.linkId ?? ''
  const answered = await answeredPayment(linkId, now)
  if ('anew' in answered) return { location: answered.anew }
  const { request } = answered
  const { accepted, accountId } = input.fields
  await requireShown(request, input.fields)
  const common = { purpose: 'approve', binding: bindingOf(linkId), now } as const
  if (request.order.debtorIban !== null) {
    const record = await shownPayment({ request, account: null, accepted })
    return createAssertionChallenge({ ...common, ...challengeOf(newNonce(), record) })
  }
  const customer = await findCustomer()
  if (!customer) throw new Refusal('session_ended')
  const { psuId } = customer
  // The names of the customer's other passkeys are not for whoever has just got back in: they could be locked by them.
  if (await coolsUntil({ ...customer, now })) throw new Refusal('cooling_down')
  const paying = await payingAccount({ request, psuId, accountId })
  if ('anew' in paying) return { location: paying.anew }
  const record = await shownPayment({ request, account: paying.account, accepted })
  return createAssertionChallenge({ ...common, psuId, ...challengeOf(newNonce(), record) })
})
