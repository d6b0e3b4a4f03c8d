import { enrolByRecovery } from '@/lib/sca/enrol-by-recovery'
import { ceremony } from '@/lib/session/ceremony'
import { startSession } from '@/lib/session/start-session'
import { RecoveryAnswer } from '../recovery-input'

/** The passkey was made: enrols it, which uses letter and code up, and signs its customer in to look and to stop. */
export const POST = ceremony(
  RecoveryAnswer,
  async ({ input, request, requestId, now }) => {
    const userAgent = request.headers.get('user-agent')
    const { fields, challengeId, response } = input
    const { psuId, credentialId } = await enrolByRecovery({
      letter: fields.letter[0],
      code: fields.code[0],
      challengeId,
      response,
      userAgent,
      requestId,
      now,
    })
    await startSession({ psuId, credentialId, interactionUid: null, userAgent, requestId, now })
    return { location: '/security' }
  },
  'activation',
)
