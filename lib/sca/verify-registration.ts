import 'server-only'
import { verifyRegistrationResponse } from '@simplewebauthn/server'
import { Refusal } from '@/lib/errors'
import { consumeChallenge } from './consume-challenge'
import type { RegistrationResponse } from './registration-answer'
import { ALGORITHMS, relyingParty } from './relying-party'

/**
 * Verifies a passkey that was just made, against a challenge that this very enrolment was given; consumed first, so a
 * failure burns it. Writes nothing else. Throws `challenge_spent` or `sca_failed`.
 */
export async function verifyRegistration({
  challengeId,
  purpose,
  binding,
  response,
  now,
}: VerifyRegistration): Promise<NewCredential> {
  const { challenge, psuId } = await consumeChallenge({ challengeId, purpose, binding, now })
  if (psuId === null) throw new Refusal('challenge_spent')
  const { registrationInfo } = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge.toString('base64url'),
    expectedOrigin: relyingParty.origin,
    expectedRPID: relyingParty.id,
    supportedAlgorithmIDs: ALGORITHMS,
    requireUserVerification: true,
  }).catch((thrown) => {
    // The library throws on anything that does not fit, and everything in the answer comes from outside.
    throw new Refusal('sca_failed', { cause: thrown })
  })
  if (!registrationInfo) throw new Refusal('sca_failed')
  const { credential, aaguid, credentialBackedUp } = registrationInfo
  return {
    psuId,
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: response.response.transports,
    aaguid,
    synced: credentialBackedUp,
  }
}

export type NewCredential = {
  psuId: string
  credentialId: string
  publicKey: Buffer
  counter: number
  transports: string[]
  aaguid: string
  synced: boolean
}

type VerifyRegistration = {
  challengeId: string
  purpose: 'activate' | 'enrol'
  binding: string
  response: RegistrationResponse
  now: Date
}
