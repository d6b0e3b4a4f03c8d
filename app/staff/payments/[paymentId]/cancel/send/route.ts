import { z } from 'zod'
import { Refusal } from '@/lib/errors'
import { toldWords } from '@/lib/session/plain-words'
import { staffForm } from '@/lib/session/staff-form'
import { cancelPaymentForCustomer } from '@/lib/staff/cancel-payment-for-customer'
import { STOP_CHANNELS } from '@/lib/staff/stop-for-customer'

const TakeBack = z.strictObject({
  channel: z.enum(STOP_CHANNELS),
  identity: toldWords,
  reason: toldWords,
  checked: z.literal('yes'),
})

/** Takes a payment back on its customer's word; the customer reads the reason. */
export const POST = staffForm(
  'payments.cancel',
  TakeBack,
  async ({ input: { checked: _, ...input }, params, colleague, requestId, now }) => {
    const { data: paymentId } = z.uuid().safeParse(params.paymentId)
    if (!paymentId) throw new Refusal('resource_unknown')
    await cancelPaymentForCustomer({ ...input, paymentId, staffId: colleague.staffId, requestId, now })
    return `/staff/payments/${paymentId}?done`
  },
  { page: ({ paymentId = '' }) => `/staff/payments/${encodeURIComponent(paymentId)}` },
)
