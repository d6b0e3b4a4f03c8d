import { z } from 'zod'
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
    await stopForCustomer({ ...input, consentId, staffId: colleague.staffId, requestId, now })
    return `/staff/permissions/${consentId}`
  },
  { page: ({ consentId = '' }) => `/staff/permissions/${encodeURIComponent(consentId)}/stop` },
)
