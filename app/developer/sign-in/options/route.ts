import { SignInOptions } from '@/app/sign-in/sign-in-input'
import { DEVELOPER_REALM } from '@/lib/developers/developer-realm'
import { startRealmSignIn } from '@/lib/sca/sign-in-to-realm'
import { ceremony } from '@/lib/session/ceremony'
import { requireSandbox } from '@/lib/session/developer'

/** Options that name nobody's passkey, from the developers' own challenges. */
export const POST = ceremony(SignInOptions, ({ now }) => {
  requireSandbox()
  return startRealmSignIn(DEVELOPER_REALM, { now })
})
