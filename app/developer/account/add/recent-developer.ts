import { Refusal } from '@/lib/errors'
import { isRecent } from '@/lib/session/customer'
import { findDeveloperHere, type SignedInDeveloper } from '@/lib/session/developer'

/** The developer of this session if their passkey was used just now. Throws `session_ended`. */
export async function recentDeveloper(now: Date): Promise<SignedInDeveloper> {
  const developer = await findDeveloperHere()
  if (!developer || !isRecent(developer, now)) throw new Refusal('session_ended')
  return developer
}
