import { z } from 'zod'
import { DEVELOPER_REALM } from '@/lib/developers/developer-realm'
import { enrolInRealm } from '@/lib/sca/enrol-in-realm'
import { RegistrationAnswer } from '@/lib/sca/registration-answer'
import { ceremony } from '@/lib/session/ceremony'
import { recentDeveloper } from '../recent-developer'

const Answer = RegistrationAnswer.extend({ fields: z.strictObject({}) })

/** The passkey was made: adds it to the developer of the session that asked for it. */
export const POST = ceremony(Answer, async ({ input, request, requestId, now }) => {
  const { developerId: holderId, sessionId } = await recentDeveloper(now)
  const { challengeId, response } = input
  const userAgent = request.headers.get('user-agent')
  await enrolInRealm(DEVELOPER_REALM, {
    holderId,
    sessionId,
    challengeId,
    response,
    userAgent,
    requestId,
    now,
  })
  return { location: '/developer/account?done=created' }
})
