import { z } from 'zod'
import { oneLine, toldWords } from '@/lib/session/plain-words'
import { staffForm } from '@/lib/session/staff-form'
import { protectCustomer } from '@/lib/staff/protect-customer'
import { STOP_CHANNELS } from '@/lib/staff/stop-for-customer'

const Protect = z.strictObject({
  reference: oneLine(8, 60),
  name: oneLine(2, 140),
  channel: z.enum(STOP_CHANNELS),
  identity: toldWords,
  reason: toldWords,
  checked: z.literal('yes'),
})

/** Protects a customer on their word; nobody is told. */
export const POST = staffForm(
  'customers.protect',
  Protect,
  async ({ input: { checked: _, ...input }, colleague, requestId, now }) => {
    await protectCustomer({ ...input, staffId: colleague.staffId, requestId, now })
    return '/staff/protection?done'
  },
  { page: '/staff/protection' },
)
