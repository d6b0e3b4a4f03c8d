import { z } from 'zod'
import { Refusal } from '@/lib/errors'
import { cancelByPsu } from '@/lib/payments/cancel-by-psu'
import { customerForm } from '@/lib/session/customer-form'
import { paymentHref } from '../../../payment-view'

/** Takes one payment back. A public endpoint: the wrapper checks session and origin, the statement checks whose it is. */
export const POST = customerForm(
  z.strictObject({}),
  async ({ customer: { psuId }, params, requestId }) => {
    const { data: paymentId } = z.uuid().safeParse(params.paymentId)
    if (!paymentId) throw new Refusal('resource_unknown')
    await cancelByPsu({ paymentId, psuId, requestId })
    return `${paymentHref(paymentId)}?done`
  },
  { page: ({ paymentId = '' }) => paymentHref(encodeURIComponent(paymentId)) },
)
