import 'server-only'
import { database } from '@/db/connection'
import { Refusal } from '@/lib/errors'
import { createRegistrationChallenge } from './create-registration-challenge'
import { insertAuthenticator } from './insert-authenticator'
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
  return createRegistrationChallenge({ purpose: 'enrol', binding: bindingOf(sessionId), psuId, now })
}

/** Adds one more passkey of a signed-in customer. Throws `challenge_spent`, `sca_failed`, `psu_blocked`. */
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
  await database().transaction((tx) =>
    insertAuthenticator(tx, { credential, by: 'session', userAgent, requestId, now }),
  )
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
