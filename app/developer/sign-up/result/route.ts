import { signUp } from '@/lib/developers/sign-up'
import { ceremony } from '@/lib/session/ceremony'
import { requireSandbox, startDeveloperSession } from '@/lib/session/developer'
import { SignUpAnswer } from '../sign-up-input'

/** The passkey was made: opens the account and signs its developer in. */
export const POST = ceremony(
  SignUpAnswer,
  async ({ input, request, requestId, now }) => {
    requireSandbox()
    const userAgent = request.headers.get('user-agent')
    const { fields: choice, challengeId, response } = input
    const signedUp = await signUp({ choice, challengeId, response, userAgent, requestId, now })
    await startDeveloperSession({ ...signedUp, userAgent, requestId, now })
    return { location: '/developer/application' }
  },
  'activation',
)
