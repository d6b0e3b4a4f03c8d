import { RenamePasskey } from '@/lib/sca/passkey-name'
import { renameRealmPasskey } from '@/lib/sca/realm-passkeys'
import { staffForm } from '@/lib/session/staff-form'
import { STAFF_REALM } from '@/lib/staff/staff-realm'

/** Gives a passkey of this colleague's another name. */
export const POST = staffForm(
  'own.keys',
  RenamePasskey,
  async ({ colleague, input: { name }, params: { passkeyId: id = '' }, requestId, now }) => {
    await renameRealmPasskey(STAFF_REALM, { holderId: colleague.staffId, id, name, requestId, now })
    return '/staff/security?done=renamed'
  },
  { page: '/staff/security' },
)
