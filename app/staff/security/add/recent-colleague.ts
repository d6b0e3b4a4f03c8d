import { Refusal } from '@/lib/errors'
import { findColleagueHere, type SignedInColleague } from '@/lib/session/colleague'
import { isRecent } from '@/lib/session/customer'

/** The colleague of this session if their passkey was used just now. Throws `session_ended`. */
export async function recentColleague(now: Date): Promise<SignedInColleague> {
  const colleague = await findColleagueHere()
  if (!colleague || !isRecent(colleague, now)) throw new Refusal('session_ended')
  return colleague
}
