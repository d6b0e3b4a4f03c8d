import { SignInAnswer } from '@/app/sign-in/sign-in-input'
import { signInOnRequest } from '@/app/sign-in/sign-in-on-request'
import { ceremony } from '@/lib/session/ceremony'
import { bindingOf, openPayment } from '../../open-payment'

/** Signs in on a payment's page, to see the accounts. The payment itself is signed by a second answer (decision 29). */
export const POST = ceremony(SignInAnswer, async ({ params, ...answered }) => {
  const uid = params.linkId ?? ''
  await openPayment(uid, answered.now)
  await signInOnRequest({ ...answered, uid, binding: bindingOf(uid) })
  return { location: `/pay/${uid}` }
})
