import { DEVELOPER_REALM } from '@/lib/developers/developer-realm'
import { RenamePasskey } from '@/lib/sca/passkey-name'
import { renameRealmPasskey } from '@/lib/sca/realm-passkeys'
import { developerForm } from '@/lib/session/developer-form'

/** Gives a passkey of this developer's another name. */
export const POST = developerForm(
  RenamePasskey,
  async ({ developer, input: { name }, params: { passkeyId: id = '' }, requestId, now }) => {
    await renameRealmPasskey(DEVELOPER_REALM, { holderId: developer.developerId, id, name, requestId, now })
    return '/developer/account?done=renamed'
  },
  { page: '/developer/account' },
)
