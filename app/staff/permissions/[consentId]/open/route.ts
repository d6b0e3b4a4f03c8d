import { z } from 'zod'
import { Refusal } from '@/lib/errors'
import { toldWords } from '@/lib/session/plain-words'
import { staffForm } from '@/lib/session/staff-form'
import { openPermission } from '@/lib/staff/open-permission'
import { isUuid } from '@/lib/uuid'

const Reason = z.strictObject({
  reason: toldWords,
})

/** Opens a customer's permission for a reason that the customer will read. */
export const POST = staffForm(
  'permissions.open',
  Reason,
  async ({ input, params: { consentId = '' }, colleague, requestId, now }) => {
    if (!isUuid(consentId)) throw new Refusal('resource_unknown')
    await openPermission({ consentId, staffId: colleague.staffId, reason: input.reason, requestId, now })
    return `/staff/permissions/${consentId}`
  },
)
