import { z } from 'zod'
import { Refusal } from '@/lib/errors'
import { staffForm } from '@/lib/session/staff-form'
import { STOP_CHANNELS, stopForCustomer } from '@/lib/staff/stop-for-customer'

/** Plain words: one line, nothing that a reader could not see or that turns the text around it. */
const words = z
  .string()
  .transform((text) => text.normalize('NFKC').replace(/\s+/gu, ' ').trim())
  .pipe(
    z
      .string()
      .min(5)
      .max(400)
      .regex(/^[^\p{C}]*$/u),
  )

const Stop = z.strictObject({
  psuId: z.uuid(),
  channel: z.enum(STOP_CHANNELS),
  identity: words,
  reason: words,
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
