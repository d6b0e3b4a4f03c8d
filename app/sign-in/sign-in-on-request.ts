import type { z } from 'zod'
import { measureJourney } from '@/lib/oauth/measure-journey'
import { verifyAssertion } from '@/lib/sca/verify-assertion'
import { startSession } from '@/lib/session/start-session'
import type { SignInAnswer } from './sign-in-input'

/**
 * Signs a customer in on the page of a third party's request, and lets the session remember which one it was. Throws what
 * `verifyAssertion` throws. `binding`: to which request the passkey's answer is bound.
 */
export async function signInOnRequest({
  uid,
  binding,
  input,
  request,
  ...at
}: SignInOnRequest): Promise<void> {
  const { challengeId, response } = input
  const purpose = 'sign-in'
  const { psuId, credentialId } = await verifyAssertion({
    challengeId,
    response,
    purpose,
    binding,
    now: at.now,
  })
  await measureJourney({ uid }, 'authenticatedAt')
  const userAgent = request.headers.get('user-agent')
  await startSession({ psuId, credentialId, interactionUid: uid, userAgent, ...at })
}

type SignInOnRequest = {
  uid: string
  binding: string
  input: z.infer<typeof SignInAnswer>
  request: Request
  requestId: string
  now: Date
}
