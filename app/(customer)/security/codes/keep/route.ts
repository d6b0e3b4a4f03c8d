import { z } from 'zod'
import { keepRecoveryCodes } from '@/lib/psu/draft-recovery-codes'
import { isRecent, signInPath } from '@/lib/session/customer'
import { customerForm } from '@/lib/session/customer-form'

const Keep = z.strictObject({
  draft: z
    .string()
    .max(2000)
    .regex(/^[A-Za-z0-9_-]+$/),
})

/** The customer has the codes of the page before: from now on they work, and the ones before do not. */
export const POST = customerForm(
  Keep,
  async ({ customer, input, requestId, now }) => {
    if (!isRecent(customer, now)) return signInPath('/security/codes', true)
    const { psuId, sessionId } = customer
    await keepRecoveryCodes({ psuId, sessionId, sealed: input.draft, requestId, now })
    return '/security?done=codesKept'
  },
  { page: '/security' },
)
