import { z } from 'zod'
import { Refusal } from '@/lib/errors'
import { toldWords } from '@/lib/session/plain-words'
import { staffForm } from '@/lib/session/staff-form'
import { STOP_CHANNELS, stopForCustomer } from '@/lib/staff/stop-for-customer'

const Stop = z.strictObject({
  psuId: z.uuid(),
  channel: z.enum(STOP_CHANNELS),
  identity: toldWords,
  reason: toldWords,
  checked: z.literal('yes'),
})

/** Stops a permission on its customer's word; the customer reads the reason. */
export const POST = staffForm(
  'permissions.stop',
  Stop,
  async ({ input: { checked: _, ...input }, params: { consentId = '' }, colleague, requestId, now }) => {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(consentId)) throw new Refusal('resource_unknown')
    await stopForCustomer({ ...input, consentId, staffId: colleague.staffId, requestId, now })
    return `/staff/permissions/${consentId}`
  },
  { page: ({ consentId = '' }) => `/staff/permissions/${encodeURIComponent(consentId)}/stop` },
)
