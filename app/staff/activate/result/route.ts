import { ActivationAnswer } from '@/app/activate/activation-input'
import { ceremony } from '@/lib/session/ceremony'
import { startStaffSession } from '@/lib/session/start-staff-session'
import { enrolColleague } from '@/lib/staff/enrol-colleague'

/** The passkey was made: enrols it, which uses the link up, and signs its colleague in. */
export const POST = ceremony(
  ActivationAnswer,
  async ({ input, request, requestId, now }) => {
    const userAgent = request.headers.get('user-agent')
    const { challengeId, response } = input
    const enrolled = await enrolColleague({
      code: input.fields.code[0],
      challengeId,
      response,
      userAgent,
      requestId,
      now,
    })
    await startStaffSession({ ...enrolled, userAgent, requestId, now })
    return { location: '/staff' }
  },
  'activation',
)
