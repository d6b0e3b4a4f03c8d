import { z } from 'zod'
import { enrolInRealm } from '@/lib/sca/enrol-in-realm'
import { RegistrationAnswer } from '@/lib/sca/registration-answer'
import { ceremony } from '@/lib/session/ceremony'
import { STAFF_REALM } from '@/lib/staff/staff-realm'
import { recentColleague } from '../recent-colleague'

const Answer = RegistrationAnswer.extend({ fields: z.strictObject({}) })

/** The passkey was made: adds it to the colleague of the session that asked for it. */
export const POST = ceremony(Answer, async ({ input, request, requestId, now }) => {
  const { staffId: holderId, sessionId } = await recentColleague(now)
  const { challengeId, response } = input
  const userAgent = request.headers.get('user-agent')
  await enrolInRealm(STAFF_REALM, { holderId, sessionId, challengeId, response, userAgent, requestId, now })
  return { location: '/staff/security?done=created' }
})
