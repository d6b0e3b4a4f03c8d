import { z } from 'zod'
import { DEVELOPER_REALM } from '@/lib/developers/developer-realm'
import { removeRealmPasskey } from '@/lib/sca/realm-passkeys'
import { isRecent } from '@/lib/session/customer'
import { developerSignInPath } from '@/lib/session/developer'
import { developerForm } from '@/lib/session/developer-form'

/** Removes a passkey of this developer's; whose it is, and that it is not the last, is decided in the transaction. */
export const POST = developerForm(
  z.strictObject({}),
  async ({ developer, params: { passkeyId: id = '' }, requestId, now }) => {
    // What opens these pages is changed by somebody who has just shown a passkey, not by any session.
    if (!isRecent(developer, now)) return developerSignInPath('/developer/account')
    const { developerId: holderId, sessionId } = developer
    await removeRealmPasskey(DEVELOPER_REALM, { holderId, sessionId, id, requestId, now })
    return '/developer/account?done=removed'
  },
  { page: '/developer/account' },
)
