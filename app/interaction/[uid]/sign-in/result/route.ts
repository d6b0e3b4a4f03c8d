import { z } from 'zod'
import { measureJourney } from '@/lib/oauth/measure-journey'
import { AssertionAnswer } from '@/lib/sca/assertion-answer'
import { verifyAssertion } from '@/lib/sca/verify-assertion'
import { ceremony } from '@/lib/session/ceremony'
import { startSession } from '@/lib/session/start-session'
import { bindingOf, openRequest } from '../../open-request'

const Answer = AssertionAnswer.extend({
  fields: z.strictObject({ passkeys: z.array(z.string().max(200)).optional() }),
})

/** Signs in on a third party's request: the session remembers which, so that "Allow" needs no second prompt. */
export const POST = ceremony(Answer, async ({ input, params, request, now }) => {
  const uid = params.uid ?? ''
  await openRequest(uid, now)
  const { psuId, credentialId } = await verifyAssertion({
    ...input,
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
    now,
  })
  return { location: `/interaction/${uid}` }
})
