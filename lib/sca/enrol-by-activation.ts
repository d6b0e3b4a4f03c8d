import 'server-only'
import { and, eq } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { authenticators } from '@/db/schema/authenticators'
import { recordEvent } from '@/lib/audit/record-event'
import { isRefusal } from '@/lib/errors'
import { coolDownFrom } from '@/lib/psu/cool-down'
import { lockPsu } from '@/lib/psu/lock-psu'
import { proveIdentity } from '@/lib/psu/prove-identity'
import { insertAuthenticator } from './insert-authenticator'
import { UNLOCKED } from './lock-out'
import { objectionToken } from './object-to-recovery'
import { describeBrowser } from './passkey-provider'
import type { RegistrationResponse } from './registration-answer'
import { activationBinding } from './start-activation'
import { verifyRegistration } from './verify-registration'

/**
 * Creates the first passkey of a proven customer, and unlocks those that five failures or a suspicion had locked: the
 * proof's use, the passkey, the unlocking and the trail are one transaction (RTS Art. 24). Of who has had a passkey before, the
 * new one cools, and they are told with a way to object: somebody else may have talked the bank into it. A failed attempt
 * costs one of five. Throws `activation_invalid`, `challenge_spent`, `sca_failed`, `psu_blocked`.
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
  const objection = await objectionToken(credentialId)
  await database().transaction(async (tx) => {
    // Two activations, or one and a removal, would lock several passkeys in each other's way (docs/design.md).
    await lockPsu(tx, psuId)
    await proveIdentity.spend(tx, proof, now)
    await tx.update(authenticators).set(UNLOCKED).where(eq(authenticators.psuId, psuId))
    const again = !proof.settled && (await hadPasskey(tx, psuId))
    const coolsUntil = again ? coolDownFrom(now) : undefined
    const by = again ? 'reset' : 'activation'
    await insertAuthenticator(tx, { credential, by, coolsUntil, userAgent, requestId, now })
    await recordEvent(tx, {
      at: now,
      type: 'activation.used',
      actor: `psu:${psuId}`,
      subject: `psu:${psuId}`,
      psuId,
      requestId,
    })
    if (!coolsUntil) return
    await recordEvent(tx, {
      at: now,
      type: 'activation.reset',
      actor: `psu:${psuId}`,
      subject: `psu:${psuId}`,
      psuId,
      requestId,
      detail: { coolsUntil: coolsUntil.toISOString() },
      personal: { browser: describeBrowser(userAgent), objection: `/recover/object/${objection}` },
    })
  })
  return { psuId, credentialId }
}

/** Whether they have one, or had one that is gone: the trail still knows. */
async function hadPasskey(tx: Transaction, psuId: string): Promise<boolean> {
  const ofPsu = eq(authenticators.psuId, psuId)
  if ((await tx.$count(authenticators, ofPsu)) > 0) return true
  const { psuId: whose, type } = auditEvents
  const [made] = await tx
    .select({ id: auditEvents.id })
    .from(auditEvents)
    .where(and(eq(whose, psuId), eq(type, 'authenticator.created')))
    .limit(1)
  return made !== undefined
}

type EnrolByActivation = {
  evidence: string
  challengeId: string
  response: RegistrationResponse
  userAgent: string | null
  requestId: string | null
  now: Date
}
