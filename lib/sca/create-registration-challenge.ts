import 'server-only'
import { randomBytes } from 'node:crypto'
import { generateRegistrationOptions } from '@simplewebauthn/server'
import { and, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { authenticators } from '@/db/schema/authenticators'
import { Refusal } from '@/lib/errors'
import { findPsu } from '@/lib/psu/find-psu'
import { insertChallenge } from './insert-challenge'
import { ALGORITHMS, CHALLENGE_SECONDS, relyingParty, userHandleOf } from './relying-party'

/**
 * Options for making a passkey of one customer whose identity is already proven. It must be found without a user name
 * and must verify its user; no attestation is asked. Passkeys that still work are excluded; one that is locked for
 * good is not, or the only device of a customer could never be used again.
 */
export async function createRegistrationChallenge({
  purpose,
  binding,
  psuId,
  now,
}: CreateRegistrationChallenge): Promise<RegistrationChallenge> {
  const psu = await findPsu(psuId)
  if (!psu) throw new Refusal('psu_blocked')
  const challenge = randomBytes(32)
  const challengeId = await insertChallenge({ purpose, binding, challenge, recordHash: null, psuId, now })
  const options = await generateRegistrationOptions({
    rpName: relyingParty.name,
    rpID: relyingParty.id,
    // Shown in the device's own list of passkeys, to tell two customers of one device apart.
    userName: psu.name,
    userDisplayName: psu.name,
    userID: Uint8Array.from(userHandleOf(psuId)),
    challenge: Uint8Array.from(challenge),
    supportedAlgorithmIDs: ALGORITHMS,
    timeout: CHALLENGE_SECONDS * 1000,
    attestationType: 'none',
    excludeCredentials: await workingCredentials(psuId),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  return { challengeId, options }
}

async function workingCredentials(psuId: string) {
  const { credentialId, transports } = authenticators
  return database()
    .select({ id: credentialId, transports })
    .from(authenticators)
    .where(and(eq(authenticators.psuId, psuId), eq(authenticators.lockedForGood, false)))
}

type RegistrationChallenge = {
  challengeId: string
  options: Awaited<ReturnType<typeof generateRegistrationOptions>>
}

type CreateRegistrationChallenge = {
  purpose: 'activate' | 'enrol'
  binding: string
  psuId: string
  now: Date
}
