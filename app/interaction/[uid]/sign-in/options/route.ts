import { SignInOptions } from '@/app/sign-in/sign-in-input'
import { createAssertionChallenge } from '@/lib/sca/create-assertion-challenge'
import { ceremony } from '@/lib/session/ceremony'
import { bindingOf, openRequest } from '../../open-request'

/** Options for signing in on a third party's request; the answer counts for this request alone. */
export const POST = ceremony(SignInOptions, async ({ params, now }) => {
  const uid = params.uid ?? ''
  await openRequest(uid, now)
  return createAssertionChallenge({ purpose: 'sign-in', binding: bindingOf(uid), now })
})
