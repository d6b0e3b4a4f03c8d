import 'server-only'
import { timingSafeEqual } from 'node:crypto'
import { verifyAuthenticationResponse } from '@simplewebauthn/server'
import type { AssertionResponse } from './assertion-answer'
import { isSignedBy } from './is-signed-by'
import { relyingParty } from './relying-party'

/**
 * Judges an answer against the passkey it names and the challenge it was given; pure but for the arithmetic. The
 * library checks type, challenge, origin, RP ID, presence, verification and signature; whose passkey it is and whether
 * its counter grew are ours. The counter is judged last and only on a genuine signature, or a stranger could lock a
 * customer out by sending a low number. Customers and staff are judged alike; `handle` is what a passkey of this holder
 * stores as its user.
 */
export async function judgeAssertion({
  response,
  challenge,
  passkey,
  handle,
  asked,
}: JudgeAssertion): Promise<Verdict> {
  const expectedChallenge = challenge.toString('base64url')
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge,
    expectedOrigin: relyingParty.origin,
    expectedRPID: relyingParty.id,
    requireUserVerification: true,
    credential: {
      id: passkey.credentialId,
      publicKey: Uint8Array.from(passkey.publicKey),
      counter: 0,
    },
    // The library throws on whatever does not fit, and all of it comes from outside.
  }).catch(() => null)
  if (!verified?.verified || isFramed(response)) {
    const { publicKey } = passkey
    const signed = await isSignedBy({ publicKey, response, challenge: expectedChallenge })
    return { failure: signed ? 'not-genuine' : 'unsigned' }
  }
  if (!isOfHolder(response, handle, asked)) return { failure: 'other-customer' }
  const { newCounter, credentialBackedUp } = verified.authenticationInfo
  const counts = newCounter > 0 || passkey.counter > 0
  if (counts && newCounter <= passkey.counter) return { failure: 'counter' }
  return { failure: null, counter: newCounter, synced: credentialBackedUp }
}

/** Where the options named no passkey, the answer must say whose it is; where they named somebody, it is theirs. */
function isOfHolder({ response }: AssertionResponse, handle: Buffer, asked: Asked): boolean {
  if (asked === 'another') return false
  if (response.userHandle === undefined) return asked === 'holder'
  const given = Buffer.from(response.userHandle, 'base64url')
  return given.length === handle.length && timingSafeEqual(given, handle)
}

/** Our pages stand in nobody's frame, so an answer given inside one was not given on our page. */
function isFramed({ response }: AssertionResponse): boolean {
  return JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString('utf8')).crossOrigin === true
}

export type Verdict = { failure: null; counter: number; synced: boolean } | { failure: Failure }

/** `unsigned`: nothing shows that the passkey had a part in it. In all others its own key signed this very challenge. */
export type Failure = 'unsigned' | 'not-genuine' | 'other-customer' | 'counter'

/** Whose answer the options asked for: anybody's, that of the passkey's holder, or somebody else's. */
type Asked = 'anybody' | 'holder' | 'another'

type JudgeAssertion = {
  response: AssertionResponse
  challenge: Buffer
  passkey: { credentialId: string; publicKey: Buffer; counter: number }
  handle: Buffer
  asked: Asked
}
