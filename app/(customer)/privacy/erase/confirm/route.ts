import { z } from 'zod'
import { requestErasure } from '@/lib/removal/request-erasure'
import { customerForm } from '@/lib/session/customer-form'

/** Erases what nothing demands to keep. A public endpoint: the wrapper checks session and origin. */
export const POST = customerForm(
  z.strictObject({}),
  async ({ customer: { psuId, sessionId }, requestId }) => {
    await requestErasure({ psuId, sessionId, requestId })
    return '/privacy/erase?done'
  },
  { page: '/privacy/erase' },
)
