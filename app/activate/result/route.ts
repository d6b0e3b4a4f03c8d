import { enrolByActivation } from '@/lib/sca/enrol-by-activation'
import { ceremony } from '@/lib/session/ceremony'
import { startSession } from '@/lib/session/start-session'
import { ActivationAnswer } from '../activation-input'

/** The passkey was made: enrols it, which uses the code up, and signs its customer in. */
export const POST = ceremony(
  ActivationAnswer,
  async ({ input, request, requestId, now }) => {
    const userAgent = request.headers.get('user-agent')
    const { psuId, credentialId } = await enrolByActivation({
      evidence: input.fields.code[0],
      challengeId: input.challengeId,
      response: input.response,
      userAgent,
      requestId,
      now,
    })
    await startSession({ psuId, credentialId, interactionUid: null, userAgent, requestId, now })
    return { location: '/' }
  },
  'activation',
)
