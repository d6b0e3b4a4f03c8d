import 'server-only'
import { database } from '@/db/connection'
import { Refusal } from '@/lib/errors'
import { requireSettledSession } from '@/lib/psu/cool-down'
import { lockPsu } from '@/lib/psu/lock-psu'
import { createRegistrationChallenge } from './create-registration-challenge'
import { insertAuthenticator, requireRoom } from './insert-authenticator'
import type { RegistrationResponse } from './registration-answer'
import { verifyRegistration } from './verify-registration'

/** Options for one more passkey of a signed-in customer; only the same session can use them. */
export async function startEnrolment({
  psuId,
  sessionId,
  now,
}: {
  psuId: string
  sessionId: string
  now: Date
}) {
  // Before the device is asked: a passkey that the bank then does not take would stay on it for nothing.
  await database().transaction(async (tx) => {
    await requireSettledSession(tx, { sessionId, now })
    await requireRoom(tx, psuId)
  })
  return createRegistrationChallenge({ purpose: 'enrol', binding: bindingOf(sessionId), psuId, now })
}

/**
 * Adds one more passkey of a signed-in customer. Throws `challenge_spent`, `sca_failed`, `psu_blocked`, `too_many_passkeys`, and
 * `cooling_down` in a session of a passkey that a recovery has just made.
 */
export async function enrolAnother(input: EnrolAnother): Promise<{ credentialId: string }> {
  const { psuId, sessionId, challengeId, response, userAgent, requestId, now } = input
  const credential = await verifyRegistration({
    challengeId,
    purpose: 'enrol',
    binding: bindingOf(sessionId),
    response,
    now,
  })
  if (credential.psuId !== psuId) throw new Refusal('challenge_spent')
  await database().transaction(async (tx) => {
    // The customer first, as everywhere: two that are made at once are counted one after the other.
    await lockPsu(tx, psuId)
    await requireSettledSession(tx, { sessionId, now })
    await insertAuthenticator(tx, { credential, by: 'session', userAgent, requestId, now })
  })
  return { credentialId: credential.credentialId }
}

const bindingOf = (sessionId: string) => `session:${sessionId}`

type EnrolAnother = {
  psuId: string
  sessionId: string
  challengeId: string
  response: RegistrationResponse
  userAgent: string | null
  requestId: string | null
  now: Date
}
