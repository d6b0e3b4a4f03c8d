import { SignInAnswer } from '@/app/sign-in/sign-in-input'
import { measureJourney } from '@/lib/oauth/measure-journey'
import { verifyAssertion } from '@/lib/sca/verify-assertion'
import { ceremony } from '@/lib/session/ceremony'
import { startSession } from '@/lib/session/start-session'
import { bindingOf, openRequest } from '../../open-request'

/** Signs in on a third party's request: the session remembers which, so that "Allow" needs no second prompt. */
export const POST = ceremony(SignInAnswer, async ({ input, params, request, requestId, now }) => {
  const uid = params.uid ?? ''
  await openRequest(uid, now)
  const { psuId, credentialId } = await verifyAssertion({
    challengeId: input.challengeId,
    response: input.response,
    purpose: 'sign-in',
    binding: bindingOf(uid),
    now,
  })
  await measureJourney({ uid }, 'authenticatedAt')
  await startSession({
    psuId,
    credentialId,
    interactionUid: uid,
    userAgent: request.headers.get('user-agent'),
    requestId,
    now,
  })
  return { location: `/interaction/${uid}` }
})
