import { z } from 'zod'
import { objectToRecovery } from '@/lib/sca/object-to-recovery'
import { customerForm } from '@/lib/session/customer-form'

/** "This wasn't me": ends a recovery that is under way. A session of any passkey but that one may say so, at any time. */
export const POST = customerForm(
  z.strictObject({}),
  async ({ customer: { psuId, sessionId }, requestId, now }) => {
    await objectToRecovery({ psuId, by: 'session', sessionId, requestId, now })
    return '/security?done=objected'
  },
  { page: '/security' },
)
