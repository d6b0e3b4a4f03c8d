import { startRecovery } from '@/lib/sca/enrol-by-recovery'
import { ceremony } from '@/lib/session/ceremony'
import { RecoveryOptions } from '../recovery-input'

/** Options for a new passkey of whoever holds a letter of the bank and a recovery code; both stay good. */
export const POST = ceremony(
  RecoveryOptions,
  ({ input: { fields }, requestId, now }) =>
    startRecovery({ letter: fields.letter[0], code: fields.code[0], requestId, now }),
  'activation',
)
