import 'server-only'
import { database } from '@/db/connection'
import { now } from '@/lib/clock'
import { withdrawPreferenceWithin } from '@/lib/disclosure/state-preference'
import { Refusal } from '@/lib/errors'
import { requireSettledPasskey } from '@/lib/psu/cool-down'
import { isRecentAuthentication } from '@/lib/sca/recent-authentication'
import type { Never } from './never-share'

/**
 * A customer takes back that something is never shared. By itself it shares nothing: what had ended stays ended, and a third party
 * has to ask anew. It does widen what they may be asked for, so that it is done only just after the passkey was used
 * (`session_ended`), and not by one that has just led somebody back in (`cooling_down`). False where it was never said.
 */
export async function takeBackNever(taken: TakeBackNever): Promise<boolean> {
  const { psuId, never, authenticatedAt, credentialId, requestId } = taken
  return database().transaction(async (tx) => {
    const at = await now(tx)
    if (!isRecentAuthentication(authenticatedAt, at)) throw new Refusal('session_ended')
    await requireSettledPasskey(tx, { credentialId, now: at })
    return withdrawPreferenceWithin(tx, { psuId, ...never, actor: `psu:${psuId}`, requestId })
  })
}

type TakeBackNever = {
  psuId: string
  never: Never
  authenticatedAt: Date
  credentialId: string
  requestId: string | null
}
