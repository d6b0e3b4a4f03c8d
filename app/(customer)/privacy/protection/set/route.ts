import { z } from 'zod'
import { endProtection } from '@/lib/psu/end-protection'
import { startProtection } from '@/lib/psu/start-protection'
import { customerForm } from '@/lib/session/customer-form'

const Choice = z.strictObject({ others: z.enum(['told', 'not-told']) })

/**
 * Keeps what the customer shares from other holders, or tells them again. A public endpoint: the wrapper checks session and
 * origin.
 */
export const POST = customerForm(
  Choice,
  async ({ customer: { psuId, sessionId }, input, requestId }) => {
    if (input.others === 'not-told') await startProtection({ psuId, staff: null, requestId })
    else await endProtection({ psuId, sessionId, requestId })
    return '/privacy/protection'
  },
  { page: '/privacy/protection' },
)
