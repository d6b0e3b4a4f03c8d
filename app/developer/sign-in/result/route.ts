import { SignInAnswer } from '@/app/sign-in/sign-in-input'
import { DEVELOPER_REALM } from '@/lib/developers/developer-realm'
import { verifyInRealm } from '@/lib/sca/sign-in-to-realm'
import { ceremony } from '@/lib/session/ceremony'
import { developerPath, requireSandbox, startDeveloperSession } from '@/lib/session/developer'

/** A developer's passkey answered: opens their session and says where to go on. */
export const POST = ceremony(SignInAnswer, async ({ input, request, requestId, now }) => {
  requireSandbox()
  const userAgent = request.headers.get('user-agent')
  const { challengeId, response } = input
  const { holderId, credentialId } = await verifyInRealm(DEVELOPER_REALM, { challengeId, response, now })
  await startDeveloperSession({ developerId: holderId, credentialId, userAgent, requestId, now })
  return { location: developerPath(new URL(request.url).searchParams.get('next')) }
})
