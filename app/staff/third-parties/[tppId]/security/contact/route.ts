import { ContactFields, setContact } from '@/lib/posture/security-contact'
import { staffForm } from '@/lib/session/staff-form'
import { securityOf } from '../security-of'

/** Staff note whom to call, as the third party told them. */
export const POST = staffForm(
  'third-parties.note',
  ContactFields,
  async ({ input, params, colleague, requestId, now }) => {
    const { tppId = '' } = params
    await setContact({ tppId, contact: input, actor: `staff:${colleague.staffId}`, requestId, now })
    return securityOf(params)
  },
  { page: securityOf },
)
