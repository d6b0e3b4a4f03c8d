import 'server-only'
import { eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { authenticators } from '@/db/schema/authenticators'
import { psus } from '@/db/schema/psus'
import { recordEvent } from '@/lib/audit/record-event'
import { isRefusal } from '@/lib/errors'
import { proveIdentity } from '@/lib/psu/prove-identity'
import { insertAuthenticator } from './insert-authenticator'
import { UNLOCKED } from './lock-out'
import type { RegistrationResponse } from './registration-answer'
import { activationBinding } from './start-activation'
import { verifyRegistration } from './verify-registration'

/**
 * Creates the first passkey of a proven customer, and unlocks those that five failures or a suspicion had locked: the
 * proof's use, the passkey, the unlocking and the trail are one transaction (RTS Art. 24). A failed attempt costs one
 * of five. Throws `activation_invalid`, `challenge_spent`, `sca_failed`, `psu_blocked`.
 */
export async function enrolByActivation(
  input: EnrolByActivation,
): Promise<{ psuId: string; credentialId: string }> {
  const { evidence, challengeId, response, userAgent, requestId, now } = input
  const proof = await proveIdentity.check(evidence, now)
  const credential = await verifyRegistration({
    challengeId,
    purpose: 'activate',
    binding: activationBinding(proof.proofId),
    response,
    now,
  }).catch(async (thrown) => {
    if (isRefusal(thrown)) await proveIdentity.fail(proof)
    throw thrown
  })
  const { psuId, credentialId } = credential
  await database().transaction(async (tx) => {
    // Two activations, or one and a removal, would lock several passkeys in each other's way (docs/design.md).
    await tx.select({ id: psus.id }).from(psus).where(eq(psus.id, psuId)).for('no key update')
    await proveIdentity.spend(tx, proof, now)
    await tx.update(authenticators).set(UNLOCKED).where(eq(authenticators.psuId, psuId))
    await insertAuthenticator(tx, { credential, by: 'activation', userAgent, requestId, now })
    await recordEvent(tx, {
      at: now,
      type: 'activation.used',
      actor: `psu:${psuId}`,
      subject: `psu:${psuId}`,
      psuId,
      requestId,
    })
  })
  return { psuId, credentialId }
}

type EnrolByActivation = {
  evidence: string
  challengeId: string
  response: RegistrationResponse
  userAgent: string | null
  requestId: string | null
  now: Date
}
