import 'server-only'
import { database } from '@/db/connection'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import { coolDownFrom } from '@/lib/psu/cool-down'
import { lockPsu } from '@/lib/psu/lock-psu'
import { checkRecovery, type Recovery, spendRecovery } from '@/lib/psu/prove-by-recovery'
import { answerEvenly } from './answer-evenly'
import { createRegistrationChallenge } from './create-registration-challenge'
import { insertAuthenticator } from './insert-authenticator'
import { objectionToken } from './object-to-recovery'
import { describeBrowser } from './passkey-provider'
import type { RegistrationResponse } from './registration-answer'
import { verifyRegistration } from './verify-registration'

/** Options for a new passkey of whom a letter and a recovery code name together; uses neither up. Throws `recovery_invalid`. */
export function startRecovery(evidence: RecoveryEvidence) {
  return answerEvenly(async () => {
    const recovery = await checkRecovery(evidence)
    const { psuId } = recovery
    const binding = bindingOf(recovery)
    return createRegistrationChallenge({ purpose: 'activate', binding, psuId, now: evidence.now })
  })
}

/**
 * Makes a passkey for a customer who has lost all of theirs: letter, code, passkey and trail are one transaction. The passkey
 * may look and stop sharing at once and allows nothing before its cool-down is over; the customer is told on every way there
 * is, with a link to object by. What was locked stays locked, other passkeys and sessions stay as they are. Throws
 * `recovery_invalid`, `challenge_spent`, `sca_failed`, `psu_blocked`.
 */
export function enrolByRecovery(input: EnrolByRecovery): Promise<Enrolled> {
  return answerEvenly(() => enrol(input))
}

async function enrol(input: EnrolByRecovery): Promise<Enrolled> {
  const { challengeId, response, userAgent, requestId, now } = input
  const recovery = await checkRecovery(input)
  const { psuId } = recovery
  const binding = bindingOf(recovery)
  const credential = await verifyRegistration({ challengeId, purpose: 'activate', binding, response, now })
  if (credential.psuId !== psuId) throw new Refusal('challenge_spent')
  const { credentialId } = credential
  const coolsUntil = coolDownFrom(now)
  const objection = await objectionToken(credentialId)
  await database().transaction(async (tx) => {
    await lockPsu(tx, psuId)
    await spendRecovery(tx, { recovery, now })
    await insertAuthenticator(tx, { credential, by: 'recovery', coolsUntil, userAgent, requestId, now })
    await recordEvent(tx, {
      at: now,
      type: 'recovery.used',
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

/** A challenge given out for one letter and one code answers no other. */
const bindingOf = ({ letterId, codeId }: Recovery) => `recovery:${letterId}:${codeId}`

type RecoveryEvidence = { letter: string; code: string; requestId: string | null; now: Date }
type Enrolled = { psuId: string; credentialId: string }
type EnrolByRecovery = RecoveryEvidence & {
  challengeId: string
  response: RegistrationResponse
  userAgent: string | null
}
