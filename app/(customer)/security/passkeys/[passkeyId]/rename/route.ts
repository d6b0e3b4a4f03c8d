import { credentialOf } from '@/lib/sca/passkey-id'
import { RenamePasskey } from '@/lib/sca/passkey-name'
import { renameAuthenticator } from '@/lib/sca/rename-authenticator'
import { customerForm } from '@/lib/session/customer-form'

/** Gives a passkey another name; whose it is stands in the statement. */
export const POST = customerForm(
  RenamePasskey,
  async ({ customer: { psuId, sessionId }, input: { name }, params, requestId, now }) => {
    const credentialId = await credentialOf({ psuId, id: params.passkeyId ?? '' })
    await renameAuthenticator({ psuId, credentialId, sessionId, name, requestId, now })
    return '/security?done=renamed'
  },
  { page: '/security' },
)
