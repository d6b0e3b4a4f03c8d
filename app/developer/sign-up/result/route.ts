import { signUp } from '@/lib/developers/sign-up'
import { ceremony } from '@/lib/session/ceremony'
import { requireSandbox, startDeveloperSession } from '@/lib/session/developer'
import { SignUpAnswer } from '../sign-up-input'

/** The passkey was made: opens the account and signs its developer in. */
export const POST = ceremony(
  SignUpAnswer,
  async ({ input, requestId, now }) => {
    requireSandbox()
    const { fields: choice, challengeId, response } = input
    const signedUp = await signUp({ choice, challengeId, response, requestId, now })
    await startDeveloperSession({ ...signedUp, requestId, now })
    return { location: '/developer/application' }
  },
  'activation',
)
