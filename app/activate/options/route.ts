import { startActivation } from '@/lib/sca/start-activation'
import { ceremony } from '@/lib/session/ceremony'
import { ActivationOptions } from '../activation-input'

/** Options for the first passkey of whoever holds a good code; the code stays good. */
export const POST = ceremony(
  ActivationOptions,
  ({ input, now }) => startActivation({ evidence: input.fields.code[0], now }),
  'activation',
)
