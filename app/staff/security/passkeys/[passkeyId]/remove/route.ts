import { z } from 'zod'
import { removeRealmPasskey } from '@/lib/sca/realm-passkeys'
import { staffSignInPath } from '@/lib/session/colleague'
import { isRecent } from '@/lib/session/customer'
import { staffForm } from '@/lib/session/staff-form'
import { STAFF_REALM } from '@/lib/staff/staff-realm'

/** Removes a passkey of this colleague's; whose it is, and that it is not the last, is decided in the transaction. */
export const POST = staffForm(
  'own.keys',
  z.strictObject({}),
  async ({ colleague, params: { passkeyId: id = '' }, requestId, now }) => {
    // What opens these pages is changed by somebody who has just shown a passkey, not by any session.
    if (!isRecent(colleague, now)) return staffSignInPath('/staff/security', true)
    const { staffId: holderId, sessionId } = colleague
    await removeRealmPasskey(STAFF_REALM, { holderId, sessionId, id, requestId, now })
    return '/staff/security?done=removed'
  },
  { page: '/staff/security' },
)
