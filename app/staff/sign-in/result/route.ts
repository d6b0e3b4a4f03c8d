import { SignInAnswer } from '@/app/sign-in/sign-in-input'
import { ceremony } from '@/lib/session/ceremony'
import { staffPath } from '@/lib/session/colleague'
import { startStaffSession } from '@/lib/session/start-staff-session'
import { verifyColleague } from '@/lib/staff/verify-colleague'

/** A passkey of staff answered: opens their session and says where to go on. */
export const POST = ceremony(SignInAnswer, async ({ input, request, requestId, now }) => {
  const { challengeId, response } = input
  const { staffId, credentialId } = await verifyColleague({ challengeId, response, now })
  const userAgent = request.headers.get('user-agent')
  await startStaffSession({ staffId, credentialId, userAgent, requestId, now })
  return { location: staffPath(new URL(request.url).searchParams.get('next')) }
})
