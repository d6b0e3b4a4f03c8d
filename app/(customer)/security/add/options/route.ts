import { z } from 'zod'
import { startEnrolment } from '@/lib/sca/enrol-another'
import { ceremony } from '@/lib/session/ceremony'
import { recentCustomer } from '../recent-customer'

/** Options for one more passkey of this session's customer. */
export const POST = ceremony(z.strictObject({ fields: z.strictObject({}) }), async ({ now }) => {
  const { psuId, sessionId } = await recentCustomer(now)
  return startEnrolment({ psuId, sessionId, now })
})
