import { SignInAnswer } from '@/app/sign-in/sign-in-input'
import { signInOnRequest } from '@/app/sign-in/sign-in-on-request'
import { ceremony } from '@/lib/session/ceremony'
import { bindingOf, openRequest } from '../../open-request'

/** Signs in on a third party's request: the session remembers which, so that "Allow" needs no second prompt. */
export const POST = ceremony(SignInAnswer, async ({ params, ...answered }) => {
  const uid = params.uid ?? ''
  await openRequest(uid, answered.now)
  await signInOnRequest({ ...answered, uid, binding: bindingOf(uid) })
  return { location: `/interaction/${uid}` }
})
