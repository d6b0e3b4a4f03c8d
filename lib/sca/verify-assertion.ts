import 'server-only'
import { and, eq, isNull, lte, or } from 'drizzle-orm'
import { database } from '@/db/connection'
import { authenticators } from '@/db/schema/authenticators'
import { psus } from '@/db/schema/psus'
import { sessions } from '@/db/schema/sessions'
import { countStranger } from '@/lib/audit/count-stranger'
import { Refusal } from '@/lib/errors'
import { answerEvenly } from './answer-evenly'
import type { AssertionResponse } from './assertion-answer'
import { consumeChallenge } from './consume-challenge'
import { judgeAssertion } from './judge-assertion'
import { isLocked } from './lock-out'
import { recordFailure } from './record-failure'
import { userHandleOf } from './relying-party'

/**
 * Says which customer a passkey's answer authenticates, once per challenge. `sessionId` is the session it was given
 * in, if any: five failures in a row end it. Throws `challenge_spent`, `sca_failed`, `sca_locked` or `psu_blocked`;
 * the doors answer all four alike, and they leave at even times. Throws `cooling_down` where a passkey that a recovery has
 * just made was to allow something.
 */
export function verifyAssertion(input: VerifyAssertion): Promise<VerifiedAssertion> {
  return answerEvenly(() => verify(input))
}

async function verify(input: VerifyAssertion): Promise<VerifiedAssertion> {
  const { challengeId, purpose, binding, response, sessionId, now } = input
  const challenge = await consumeChallenge({ challengeId, purpose, binding, now })
  const authenticator = await findAuthenticator(response.id)
  if (!authenticator) {
    await countStranger({ rule: 'sca.unknown-credential', address: ANYBODY })
    await recordFailure({ credentialId: response.id, sessionId, reason: 'unsigned', now })
    throw new Refusal('sca_failed')
  }
  if (isLocked(authenticator, now)) throw new Refusal('sca_locked')
  const verdict = await judgeAssertion({
    response,
    challenge: challenge.challenge,
    passkey: authenticator,
    handle: userHandleOf(authenticator.psuId),
    asked:
      challenge.psuId === null ? 'anybody' : challenge.psuId === authenticator.psuId ? 'holder' : 'another',
  })
  if (verdict.failure !== null) {
    await recordFailure({ credentialId: response.id, sessionId, reason: verdict.failure, now })
    throw new Refusal(verdict.failure === 'counter' ? 'sca_locked' : 'sca_failed')
  }
  await accept({ authenticator, ...verdict, sessionId, now })
  if (authenticator.status !== 'active') throw new Refusal('psu_blocked')
  if (purpose === 'approve' && authenticator.coolsUntil !== null && authenticator.coolsUntil > now)
    throw new Refusal('cooling_down')
  return {
    psuId: authenticator.psuId,
    credentialId: authenticator.credentialId,
    challenge: challenge.challenge,
    recordHash: challenge.recordHash,
    assertion: response,
    at: now,
  }
}

// The address of a browser is a header that anybody can write: by it, a flood could fill the table.
const ANYBODY = 'any browser'

async function findAuthenticator(credentialId: string) {
  const { psuId, publicKey, counter, lockedUntil, lockedForGood, coolsUntil } = authenticators
  const [found] = await database()
    .select({
      credentialId: authenticators.credentialId,
      psuId,
      publicKey,
      counter,
      lockedUntil,
      lockedForGood,
      coolsUntil,
      status: psus.status,
    })
    .from(authenticators)
    .innerJoin(psus, eq(psus.id, authenticators.psuId))
    .where(eq(authenticators.credentialId, credentialId))
  return found
}

/** Checks once more in the statement that writes: a lock, a removal or a higher counter that came meanwhile wins. */
async function accept({ authenticator, counter, synced, sessionId, now }: Accept): Promise<void> {
  const [accepted] = await database()
    .update(authenticators)
    .set({ counter, synced, failures: 0, lockedUntil: null, lastUsedAt: now })
    .where(
      and(
        eq(authenticators.credentialId, authenticator.credentialId),
        eq(authenticators.counter, authenticator.counter),
        eq(authenticators.lockedForGood, false),
        or(isNull(authenticators.lockedUntil), lte(authenticators.lockedUntil, now)),
      ),
    )
    .returning({ credentialId: authenticators.credentialId })
  if (!accepted) throw new Refusal('sca_failed')
  if (sessionId) await database().update(sessions).set({ failures: 0 }).where(eq(sessions.id, sessionId))
}

type Accept = {
  authenticator: { credentialId: string; counter: number }
  counter: number
  synced: boolean
  sessionId: string | undefined
  now: Date
}

export type VerifiedAssertion = {
  psuId: string
  credentialId: string
  challenge: Buffer
  recordHash: Buffer | null
  assertion: AssertionResponse
  at: Date
}

type VerifyAssertion = {
  challengeId: string
  purpose: 'sign-in' | 'approve'
  binding: string
  response: AssertionResponse
  sessionId?: string
  now: Date
}
