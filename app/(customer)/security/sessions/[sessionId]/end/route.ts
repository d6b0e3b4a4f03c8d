import { z } from 'zod'
import { Refusal } from '@/lib/errors'
import { customerForm } from '@/lib/session/customer-form'
import { endOtherSession } from '@/lib/session/end-session'

/** Signs the customer out in one other browser; whose session it is stands in the statement. */
export const POST = customerForm(
  z.strictObject({}),
  async ({ customer, params, requestId, now }) => {
    const { data: sessionId } = z.uuid().safeParse(params.sessionId)
    if (!sessionId) throw new Refusal('format_error')
    const { psuId, sessionId: from } = customer
    await endOtherSession({ psuId, sessionId, from, requestId, now })
    return '/security?done=ended'
  },
  { page: '/security' },
)
