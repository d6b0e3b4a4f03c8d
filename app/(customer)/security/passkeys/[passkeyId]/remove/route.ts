import { z } from 'zod'
import { credentialOf } from '@/lib/sca/passkey-id'
import { removeAuthenticator } from '@/lib/sca/remove-authenticator'
import { isRecent, signInPath } from '@/lib/session/customer'
import { customerForm } from '@/lib/session/customer-form'

/** Removes a passkey; whose it is, and that it is not the last, is decided in the transaction. */
export const POST = customerForm(
  z.strictObject({}),
  async ({ customer, params, requestId, now }) => {
    // What opens the bank is changed by somebody who has just shown a passkey, not by any session.
    if (!isRecent(customer, now)) return signInPath('/security', true)
    const { psuId, sessionId } = customer
    const credentialId = await credentialOf({ psuId, id: params.passkeyId ?? '' })
    await removeAuthenticator({ psuId, sessionId, credentialId, requestId, now })
    return '/security?done=removed'
  },
  { page: '/security' },
)
