import { startSignUpByKey } from '@/lib/developers/sign-up'
import { ceremony } from '@/lib/session/ceremony'
import { requireSandbox } from '@/lib/session/developer'
import { KeyOptions } from '../../sign-up-input'

/** Options for the passkey of whoever has the key of a certificate. */
export const POST = ceremony(
  KeyOptions,
  ({ input, now }) => {
    requireSandbox()
    return startSignUpByKey({ ...input.fields, now })
  },
  'activation',
)
