import { verifyAssertion } from '@/lib/sca/verify-assertion'
import { ceremony } from '@/lib/session/ceremony'
import { measureSignedIn } from '@/lib/session/measure-sign-in'
import { sameOriginPath } from '@/lib/session/same-origin-path'
import { startSession } from '@/lib/session/start-session'
import { SignInAnswer } from '../sign-in-input'

/** The passkey answered: opens the session and says where to go on. */
export const POST = ceremony(SignInAnswer, async ({ input, request, requestId, now }) => {
  const query = new URL(request.url).searchParams
  const { challengeId, response } = input
  const { psuId, credentialId } = await verifyAssertion({
    challengeId,
    response,
    purpose: 'sign-in',
    binding: 'sign-in',
    now,
  })
  const userAgent = request.headers.get('user-agent')
  await startSession({ psuId, credentialId, interactionUid: null, userAgent, requestId, now })
  await measureSignedIn(query.get('journey'), now)
  return { location: sameOriginPath(query.get('next')) }
})
