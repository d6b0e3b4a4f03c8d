import 'server-only'
import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { authenticators } from '@/db/schema/authenticators'
import { insertChallenge } from './insert-challenge'
import { assertionOptions } from './passkey-options'

/**
 * Options for signing in or for signing a decision. Without `psuId` they name no passkey, so they tell nothing about
 * anybody and the assertion itself says who it is; with it only that customer's passkeys may answer. `challenge` is
 * given where it must hold the hash of what is shown; else it is 32 random bytes.
 */
export async function createAssertionChallenge({
  purpose,
  binding,
  challenge = randomBytes(32),
  recordHash,
  psuId,
  now,
}: CreateAssertionChallenge): Promise<AssertionChallenge> {
  const challengeId = await insertChallenge({
    purpose,
    binding,
    challenge,
    recordHash: recordHash ?? null,
    psuId: psuId ?? null,
    now,
  })
  const options = await assertionOptions({ challenge, allowed: psuId ? await credentialsOf(psuId) : [] })
  return { challengeId, options }
}

async function credentialsOf(psuId: string) {
  const { credentialId, transports } = authenticators
  return database()
    .select({ id: credentialId, transports })
    .from(authenticators)
    .where(eq(authenticators.psuId, psuId))
    .orderBy(authenticators.createdAt)
}

type AssertionChallenge = {
  challengeId: string
  options: Awaited<ReturnType<typeof assertionOptions>>
}

type CreateAssertionChallenge = {
  purpose: 'sign-in' | 'approve'
  binding: string
  challenge?: Buffer
  recordHash?: Buffer
  psuId?: string
  now: Date
}
