import { z } from 'zod'
import { sendTest } from '@/lib/notices/send-test'
import { customerForm } from '@/lib/session/customer-form'

/** Sends the customer a test, once a minute at most. */
export const POST = customerForm(
  z.strictObject({}),
  async ({ customer: { psuId }, now }) => {
    const { sent, mailed } = await sendTest({ psuId, now })
    return `/notices/settings?done=${sent ? (mailed ? 'mailed' : 'tested') : 'already'}`
  },
  { page: '/notices/settings' },
)
