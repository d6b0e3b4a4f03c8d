import 'server-only'
import { Refusal } from '@/lib/errors'
import { consumeChallenge } from './consume-challenge'
import { judgeRegistration, type MadePasskey } from './judge-registration'
import type { RegistrationResponse } from './registration-answer'

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
  return { psuId, ...(await judgeRegistration(response, challenge)) }
}

export type NewCredential = MadePasskey & { psuId: string }

type VerifyRegistration = {
  challengeId: string
  purpose: 'activate' | 'enrol'
  binding: string
  response: RegistrationResponse
  now: Date
}
