import { AttestationFields, stateAttestation } from '@/lib/posture/attestations'
import { staffForm } from '@/lib/session/staff-form'
import { securityOf } from '../security-of'

/** Staff note what a third party states about itself. */
export const POST = staffForm(
  'third-parties.note',
  AttestationFields,
  async ({ input, params, colleague, requestId, now }) => {
    const { tppId = '' } = params
    const actor = `staff:${colleague.staffId}` as const
    await stateAttestation({ tppId, statement: input, actor, requestId, now })
    return securityOf(params)
  },
  { page: securityOf },
)
