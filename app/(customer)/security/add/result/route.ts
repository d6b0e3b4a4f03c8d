import { z } from 'zod'
import { enrolAnother } from '@/lib/sca/enrol-another'
import { RegistrationAnswer } from '@/lib/sca/registration-answer'
import { ceremony } from '@/lib/session/ceremony'
import { recentCustomer } from '../recent-customer'

const Answer = RegistrationAnswer.extend({ fields: z.strictObject({}) })

/** The passkey was made: adds it to the customer of the session that asked for it. */
export const POST = ceremony(Answer, async ({ input, request, requestId, now }) => {
  const { psuId, sessionId } = await recentCustomer(now)
  const { challengeId, response } = input
  const userAgent = request.headers.get('user-agent')
  await enrolAnother({ psuId, sessionId, challengeId, response, userAgent, requestId, now })
  return { location: '/security?done=created' }
})
