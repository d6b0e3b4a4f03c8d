import 'server-only'
import { randomBytes } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { authenticators } from '@/db/schema/authenticators'
import { Refusal } from '@/lib/errors'
import { findPsu } from '@/lib/psu/find-psu'
import { insertChallenge } from './insert-challenge'
import { registrationOptions } from './passkey-options'
import { userHandleOf } from './relying-party'

/**
 * Options for making a passkey of one customer whose identity is already proven. Passkeys that still work are excluded;
 * one that is locked for good is not, or the only device of a customer could never be used again.
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
  const options = await registrationOptions({
    challenge,
    handle: userHandleOf(psuId),
    name: psu.name,
    excluded: await workingCredentials(psuId),
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
  options: Awaited<ReturnType<typeof registrationOptions>>
}

type CreateRegistrationChallenge = {
  purpose: 'activate' | 'enrol'
  binding: string
  psuId: string
  now: Date
}
