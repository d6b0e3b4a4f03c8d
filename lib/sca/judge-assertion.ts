import 'server-only'
import { timingSafeEqual } from 'node:crypto'
import { verifyAuthenticationResponse } from '@simplewebauthn/server'
import type { authenticators } from '@/db/schema/authenticators'
import type { AssertionResponse } from './assertion-answer'
import type { Challenge } from './consume-challenge'
import { isSignedBy } from './is-signed-by'
import { relyingParty, userHandleOf } from './relying-party'

/**
 * Judges an answer against the passkey it names and the challenge it was given; pure but for the arithmetic. The
 * library checks type, challenge, origin, RP ID, presence, verification and signature; whose passkey it is and whether
 * its counter grew are ours. The counter is judged last and only on a genuine signature, or a stranger could lock a
 * customer out by sending a low number.
 */
export async function judgeAssertion({
  response,
  challenge,
  authenticator,
}: JudgeAssertion): Promise<Verdict> {
  const expectedChallenge = challenge.challenge.toString('base64url')
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge,
    expectedOrigin: relyingParty.origin,
    expectedRPID: relyingParty.id,
    requireUserVerification: true,
    credential: {
      id: authenticator.credentialId,
      publicKey: Uint8Array.from(authenticator.publicKey),
      counter: 0,
    },
    // The library throws on whatever does not fit, and all of it comes from outside.
  }).catch(() => null)
  if (!verified?.verified || isFramed(response)) {
    const { publicKey } = authenticator
    const signed = await isSignedBy({ publicKey, response, challenge: expectedChallenge })
    return { failure: signed ? 'not-genuine' : 'unsigned' }
  }
  if (!isOfCustomer(response, challenge, authenticator.psuId)) return { failure: 'other-customer' }
  const { newCounter, credentialBackedUp } = verified.authenticationInfo
  const counts = newCounter > 0 || authenticator.counter > 0
  if (counts && newCounter <= authenticator.counter) return { failure: 'counter' }
  return { failure: null, counter: newCounter, synced: credentialBackedUp }
}

/** Where the options named no passkey, the answer must say whose it is; where they named a customer, it is theirs. */
function isOfCustomer({ response }: AssertionResponse, { psuId: asked }: Challenge, psuId: string): boolean {
  if (asked !== null && asked !== psuId) return false
  if (response.userHandle === undefined) return asked !== null
  const [given, expected] = [Buffer.from(response.userHandle, 'base64url'), userHandleOf(psuId)]
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** Our pages stand in nobody's frame, so an answer given inside one was not given on our page. */
function isFramed({ response }: AssertionResponse): boolean {
  return JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString('utf8')).crossOrigin === true
}

export type Verdict = { failure: null; counter: number; synced: boolean } | { failure: Failure }

/** `unsigned`: nothing shows that the passkey had a part in it. In all others its own key signed this very challenge. */
export type Failure = 'unsigned' | 'not-genuine' | 'other-customer' | 'counter'

type JudgeAssertion = {
  response: AssertionResponse
  challenge: Challenge
  authenticator: Pick<typeof authenticators.$inferSelect, 'credentialId' | 'psuId' | 'publicKey' | 'counter'>
}
