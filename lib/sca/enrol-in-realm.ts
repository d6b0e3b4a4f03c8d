import 'server-only'
import { and, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import { judgeRegistration } from './judge-registration'
import { registrationOptions } from './passkey-options'
import type { Realm } from './realm'
import { giveRealmChallenge, takeRealmChallenge } from './realm-challenge'
import { insertRealmPasskey } from './realm-passkeys'
import type { RegistrationResponse } from './registration-answer'

/** Options for one more passkey of somebody who is signed in to a realm; only the same session can use them. */
export async function startRealmEnrolment(realm: Realm, input: StartRealmEnrolment) {
  const { holderId, sessionId, name, now } = input
  const { passkeys } = realm
  const binding = bindingOf(sessionId)
  const given = await giveRealmChallenge(realm, { purpose: 'enrol', binding, holderId, now })
  const excluded = await database()
    .select({ id: passkeys.credentialId, transports: passkeys.transports })
    .from(passkeys)
    .where(and(eq(passkeys.holderId, holderId), eq(passkeys.lockedForGood, false)))
  const handle = realm.handleOf(holderId)
  const options = await registrationOptions({ challenge: given.challenge, handle, name, excluded })
  return { challengeId: given.challengeId, options }
}

/** Adds one more passkey of somebody who is signed in to a realm. Throws `challenge_spent`, `sca_failed`. */
export async function enrolInRealm(realm: Realm, input: EnrolInRealm): Promise<void> {
  const { holderId, sessionId, challengeId, response, userAgent, requestId, now } = input
  const binding = bindingOf(sessionId)
  const given = await takeRealmChallenge(realm, { challengeId, purpose: 'enrol', binding, now })
  if (given.holderId !== holderId) throw new Refusal('challenge_spent')
  const made = await judgeRegistration(response, given.challenge)
  if (!(await realm.mayEnter(holderId))) throw new Refusal('sca_failed')
  await database().transaction(async (tx) => {
    await insertRealmPasskey(tx, realm.passkeys, { holderId, made, userAgent, now })
    const actor = `${realm.kind}:${holderId}` as const
    await recordEvent(tx, {
      at: now,
      type: `${realm.kind}.passkey-added`,
      actor,
      subject: actor,
      requestId,
      detail: { synced: made.synced },
    })
  })
}

const bindingOf = (sessionId: string) => `session:${sessionId}`

type StartRealmEnrolment = { holderId: string; sessionId: string; name: string; now: Date }
type EnrolInRealm = {
  holderId: string
  sessionId: string
  challengeId: string
  response: RegistrationResponse
  userAgent: string | null
  requestId: string | null
  now: Date
}
