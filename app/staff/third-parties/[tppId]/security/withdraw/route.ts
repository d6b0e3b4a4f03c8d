import { WithdrawFields, withdrawAttestation } from '@/lib/posture/attestations'
import { staffForm } from '@/lib/session/staff-form'
import { securityOf } from '../security-of'

/** Staff take back what was stated. */
export const POST = staffForm(
  'third-parties.note',
  WithdrawFields,
  async ({ input, params, colleague, requestId, now }) => {
    const { tppId = '' } = params
    await withdrawAttestation({ ...input, tppId, actor: `staff:${colleague.staffId}`, requestId, now })
    return securityOf(params)
  },
  { page: securityOf },
)
