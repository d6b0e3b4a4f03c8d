import 'server-only'
import type { AssertionResponse } from '@/lib/sca/assertion-answer'
import { startRealmSignIn, verifyInRealm } from '@/lib/sca/sign-in-to-realm'
import { STAFF_REALM } from './staff-realm'

/** Options for signing in as staff: the same for everybody, so they tell nothing. */
export const startStaffSignIn = ({ now }: { now: Date }) => startRealmSignIn(STAFF_REALM, { now })

/**
 * Which colleague a passkey's answer authenticates, once per challenge; a customer's or a developer's is unknown here.
 * Throws `challenge_spent`, `sca_failed` or `sca_locked`, all answered alike.
 */
export async function verifyColleague(
  input: VerifyColleague,
): Promise<{ staffId: string; credentialId: string }> {
  const { holderId, credentialId } = await verifyInRealm(STAFF_REALM, input)
  return { staffId: holderId, credentialId }
}

type VerifyColleague = { challengeId: string; response: AssertionResponse; now: Date }
