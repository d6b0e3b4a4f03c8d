import { z } from 'zod'
import { findCustomer } from '@/lib/session/customer'
import { endSession } from '@/lib/session/end-session'
import { visitorForm } from '@/lib/session/visitor-form'

const SignOut = z.strictObject({ where: z.enum(['here', 'everywhere']).default('here') })

/** Ends the session on the server, here or everywhere. A session that has ended already is no fault. */
export const POST = visitorForm(SignOut, async ({ input: { where }, requestId, now }) => {
  const customer = await findCustomer()
  if (!customer) return '/sign-in?out=here'
  await endSession({ psuId: customer.psuId, sessionId: customer.sessionId, where, requestId, now })
  return `/sign-in?out=${where}`
})
