import { z } from 'zod'
import { Refusal } from '@/lib/errors'
import { toldWords } from '@/lib/session/plain-words'
import { staffForm } from '@/lib/session/staff-form'
import { openPayment } from '@/lib/staff/open-payment'

/** Opens a customer's payment for a reason that the customer will read. */
export const POST = staffForm(
  'permissions.open',
  z.strictObject({ reason: toldWords }),
  async ({ input, params, colleague, requestId, now }) => {
    const { data: paymentId } = z.uuid().safeParse(params.paymentId)
    if (!paymentId) throw new Refusal('resource_unknown')
    await openPayment({ paymentId, staffId: colleague.staffId, reason: input.reason, requestId, now })
    return `/staff/payments/${paymentId}`
  },
)
