import { ActivationAnswer } from '@/app/activate/activation-input'
import { ceremony } from '@/lib/session/ceremony'
import { startStaffSession } from '@/lib/session/start-staff-session'
import { enrolColleague } from '@/lib/staff/enrol-colleague'

/** The passkey was made: enrols it, which uses the link up, and signs its colleague in. */
export const POST = ceremony(
  ActivationAnswer,
  async ({ input, requestId, now }) => {
    const { challengeId, response } = input
    const enrolled = await enrolColleague({
      code: input.fields.code[0],
      challengeId,
      response,
      requestId,
      now,
    })
    await startStaffSession({ ...enrolled, requestId, now })
    return { location: '/staff' }
  },
  'activation',
)
