import { z } from 'zod'
import { staffForm } from '@/lib/session/staff-form'
import { protectCustomer } from '@/lib/staff/protect-customer'
import { STOP_CHANNELS } from '@/lib/staff/stop-for-customer'

/** Plain words: one line, nothing that a reader could not see or that turns the text around it. */
const words = (min: number, max: number) =>
  z
    .string()
    .transform((text) => text.normalize('NFKC').replace(/\s+/gu, ' ').trim())
    .pipe(
      z
        .string()
        .min(min)
        .max(max)
        .regex(/^[^\p{C}]*$/u),
    )

const Protect = z.strictObject({
  reference: words(8, 60),
  name: words(2, 140),
  channel: z.enum(STOP_CHANNELS),
  identity: words(5, 400),
  reason: words(5, 400),
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
