import { SignInOptions } from '@/app/sign-in/sign-in-input'
import { createAssertionChallenge } from '@/lib/sca/create-assertion-challenge'
import { ceremony } from '@/lib/session/ceremony'
import { bindingOf, openPayment } from '../../open-payment'

/** Options for signing in to pick the account; the answer counts for this payment's page alone, and pays nothing. */
export const POST = ceremony(SignInOptions, async ({ params, now }) => {
  const linkId = params.linkId ?? ''
  await openPayment(linkId, now)
  return createAssertionChallenge({ purpose: 'sign-in', binding: bindingOf(linkId), now })
})
