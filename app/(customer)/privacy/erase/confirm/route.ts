import { z } from 'zod'
import { requestErasure } from '@/lib/removal/request-erasure'
import { signInPath } from '@/lib/session/customer'
import { customerForm } from '@/lib/session/customer-form'

/** Erases what nothing demands to keep. A public endpoint: the wrapper checks session and origin, the use case the rest. */
export const POST = customerForm(
  z.strictObject({}),
  async ({ customer: { psuId, sessionId, authenticatedAt }, requestId }) => {
    const { erasureId } = await requestErasure({ psuId, sessionId, authenticatedAt, requestId })
    return `/privacy/erase?done=${erasureId}`
  },
  { page: '/privacy/erase', signIn: () => signInPath('/privacy/erase', true) },
)
