import { ActivationOptions } from '@/app/activate/activation-input'
import { ceremony } from '@/lib/session/ceremony'
import { startStaffEnrolment } from '@/lib/staff/enrol-colleague'

/** Options for the passkey of whoever holds a good link for staff; the link stays good. */
export const POST = ceremony(
  ActivationOptions,
  ({ input, now }) => startStaffEnrolment({ code: input.fields.code[0], now }),
  'activation',
)
