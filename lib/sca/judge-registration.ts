import 'server-only'
import { verifyRegistrationResponse } from '@simplewebauthn/server'
import { Refusal } from '@/lib/errors'
import type { RegistrationResponse } from './registration-answer'
import { ALGORITHMS, relyingParty } from './relying-party'

/** Judges a passkey that was just made against its challenge, whoever it is for. Writes nothing. Throws `sca_failed`. */
export async function judgeRegistration(
  response: RegistrationResponse,
  challenge: Buffer,
): Promise<MadePasskey> {
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
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: response.response.transports,
    aaguid,
    synced: credentialBackedUp,
  }
}

export type MadePasskey = {
  credentialId: string
  publicKey: Buffer
  counter: number
  transports: string[]
  aaguid: string
  synced: boolean
}
