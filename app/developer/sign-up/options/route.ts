import { startSignUp } from '@/lib/developers/sign-up'
import { ceremony } from '@/lib/session/ceremony'
import { requireSandbox } from '@/lib/session/developer'
import { SignUpOptions } from '../sign-up-input'

/** Options for the passkey of a new account. */
export const POST = ceremony(
  SignUpOptions,
  ({ input, now }) => {
    requireSandbox()
    return startSignUp({ choice: input.fields, now })
  },
  'activation',
)
