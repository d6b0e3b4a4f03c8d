import 'server-only'
import { database } from '@/db/connection'
import { staffPasskeys } from '@/db/schema/staff'
import { recordEvent } from '@/lib/audit/record-event'
import { isRefusal, Refusal } from '@/lib/errors'
import { judgeRegistration } from '@/lib/sca/judge-registration'
import { registrationOptions } from '@/lib/sca/passkey-options'
import { giveRealmChallenge, takeRealmChallenge } from '@/lib/sca/realm-challenge'
import { insertRealmPasskey } from '@/lib/sca/realm-passkeys'
import type { RegistrationResponse } from '@/lib/sca/registration-answer'
import { staffHandleOf } from '@/lib/sca/relying-party'
import { findColleague } from './colleague'
import { checkStaffActivation, failStaffActivation, spendStaffActivation } from './staff-activation'
import { STAFF_REALM } from './staff-realm'

/** Options for the passkey of whoever holds a good link; uses nothing up. Throws `activation_invalid`. */
export async function startStaffEnrolment({ code, now }: { code: string; now: Date }) {
  const { proofId, staffId } = await checkStaffActivation(code, now)
  const colleague = await findColleague(staffId)
  if (!colleague) throw new Refusal('activation_invalid')
  const given = await giveRealmChallenge(STAFF_REALM, {
    purpose: 'activate',
    binding: bindingOf(proofId),
    holderId: staffId,
    now,
  })
  const options = await registrationOptions({
    challenge: given.challenge,
    handle: staffHandleOf(staffId),
    name: nameInDevice(colleague.name),
    excluded: [],
  })
  return { challengeId: given.challengeId, options }
}

/**
 * Creates a colleague's passkey: the link's use, the passkey and the trail are one transaction. Throws
 * `activation_invalid`, `challenge_spent`, `sca_failed`.
 */
export async function enrolColleague(
  input: EnrolColleague,
): Promise<{ staffId: string; credentialId: string }> {
  const { code, challengeId, response, userAgent, requestId, now } = input
  const proof = await checkStaffActivation(code, now)
  const made = await makePasskey({ proofId: proof.proofId, challengeId, response, now }).catch(
    async (thrown) => {
      if (isRefusal(thrown)) await failStaffActivation(proof)
      throw thrown
    },
  )
  const { staffId } = proof
  await database().transaction(async (tx) => {
    await spendStaffActivation(tx, proof, now)
    await insertRealmPasskey(tx, staffPasskeys, { holderId: staffId, made, userAgent, now })
    const actor = `staff:${staffId}` as const
    await recordEvent(tx, { at: now, type: 'staff.activated', actor, subject: actor, requestId })
  })
  return { staffId, credentialId: made.credentialId }
}

async function makePasskey({ proofId, challengeId, response, now }: MakePasskey) {
  const given = await takeRealmChallenge(STAFF_REALM, {
    challengeId,
    purpose: 'activate',
    binding: bindingOf(proofId),
    now,
  })
  return judgeRegistration(response, given.challenge)
}

/** In the device's list it stands beside a passkey of the same person as a customer: it must say which is which. */
export const nameInDevice = (name: string) => `Staff: ${name}`

const bindingOf = (proofId: string) => `staff-activation:${proofId}`

type MakePasskey = { proofId: string; challengeId: string; response: RegistrationResponse; now: Date }
type EnrolColleague = {
  code: string
  challengeId: string
  response: RegistrationResponse
  userAgent: string | null
  requestId: string | null
  now: Date
}
