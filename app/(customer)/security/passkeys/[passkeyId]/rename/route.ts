import { z } from 'zod'
import { credentialOf } from '@/lib/sca/passkey-id'
import { renameAuthenticator } from '@/lib/sca/rename-authenticator'
import { customerForm } from '@/lib/session/customer-form'

/** Plain text in any script; no control and no bidirectional override, which would turn the words around it. */
const Rename = z.strictObject({
  name: z
    .string()
    .trim()
    .normalize()
    .min(1)
    .max(60)
    .regex(/^[^\p{Cc}\p{Cf}\p{Co}]+$/u),
})

/** Gives a passkey another name; whose it is stands in the statement. */
export const POST = customerForm(
  Rename,
  async ({ customer: { psuId }, input: { name }, params, requestId, now }) => {
    const credentialId = await credentialOf({ psuId, id: params.passkeyId ?? '' })
    await renameAuthenticator({ psuId, credentialId, name, requestId, now })
    return '/security?done=renamed'
  },
  { page: '/security' },
)
