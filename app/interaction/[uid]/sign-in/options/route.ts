import { z } from 'zod'
import { createAssertionChallenge } from '@/lib/sca/create-assertion-challenge'
import { ceremony } from '@/lib/session/ceremony'
import { bindingOf, openRequest } from '../../open-request'

/** The autofill's own field comes along, empty. */
const Input = z.strictObject({
  fields: z.strictObject({ passkeys: z.array(z.string().max(200)).optional() }),
})

/** Options for signing in on a third party's request; the answer counts for this request alone. */
export const POST = ceremony(Input, async ({ params, now }) => {
  const uid = params.uid ?? ''
  await openRequest(uid, now)
  return createAssertionChallenge({ purpose: 'sign-in', binding: bindingOf(uid), now })
})
