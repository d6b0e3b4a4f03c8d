import { z } from 'zod'
import { removeAuthenticator } from '@/lib/sca/remove-authenticator'
import { customerForm } from '@/lib/session/customer-form'

/** Removes a passkey; whose it is, and that it is not the last, is decided in the transaction. */
export const POST = customerForm(
  z.strictObject({}),
  async ({ customer: { psuId, sessionId }, params, requestId, now }) => {
    await removeAuthenticator({ psuId, sessionId, credentialId: params.credentialId ?? '', requestId, now })
    return '/security?done=removed'
  },
  { page: '/security' },
)
