import { signUpByKey } from '@/lib/developers/sign-up'
import { ceremony } from '@/lib/session/ceremony'
import { requireSandbox, startDeveloperSession } from '@/lib/session/developer'
import { KeyAnswer } from '../../sign-up-input'

/** The passkey was made: opens the account of the certificate's organisation and signs its developer in. */
export const POST = ceremony(
  KeyAnswer,
  async ({ input, request, requestId, now }) => {
    requireSandbox()
    const userAgent = request.headers.get('user-agent')
    const { fields: proof, challengeId, response } = input
    const signedUp = await signUpByKey({ proof, challengeId, response, userAgent, requestId, now })
    await startDeveloperSession({ ...signedUp, userAgent, requestId, now })
    return { location: '/developer/application' }
  },
  'activation',
)
