import 'server-only'
import { createHash } from 'node:crypto'
import { v7 as newId } from 'uuid'
import { database } from '@/db/connection'
import { developerPasskeys, developers } from '@/db/schema/developers'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import { judgeRegistration, type MadePasskey } from '@/lib/sca/judge-registration'
import { registrationOptions } from '@/lib/sca/passkey-options'
import { giveRealmChallenge, takeRealmChallenge } from '@/lib/sca/realm-challenge'
import { insertRealmPasskey } from '@/lib/sca/realm-passkeys'
import type { RegistrationResponse } from '@/lib/sca/registration-answer'
import { developerHandleOf } from '@/lib/sca/relying-party'
import { DEVELOPER_REALM } from './developer-realm'
import { type Choice, licenseNew, requireFree, requireHonestName } from './organisations'
import { checkProof, PROOF, type Proven } from './prove-key'

/**
 * Options for the first passkey of an account for an organisation that nobody uses yet. Throws `organisation_taken`,
 * `name_taken`.
 */
export async function startSignUp({ choice, now }: { choice: Choice; now: Date }) {
  const { name } = 'institution' in choice ? await requireFree(choice.institution) : choice
  if (!('institution' in choice)) await requireHonestName(name)
  return startCeremony(name, bindingOf(choice), now)
}

/**
 * Opens an account: the account, its passkey and the trail are one transaction, and of two that want one organisation one
 * gets it. A new institution is licensed first. Throws `organisation_taken`, `name_taken`, `challenge_spent`, `sca_failed`.
 */
export async function signUp({ choice, ...ceremony }: SignUp): Promise<SignedUp> {
  const passkey = await finishCeremony(bindingOf(choice), ceremony)
  if (!('institution' in choice)) await requireHonestName(choice.name)
  const { id, name } =
    'institution' in choice ? await requireFree(choice.institution) : await licenseNew(choice)
  return openAccount({ tppId: id, legalName: name, proof: 'ordered', passkey, ...ceremony })
}

/** Options for the first passkey of whoever has the key of a certificate. Throws `proof_invalid`, `challenge_spent`. */
export async function startSignUpByKey({ now, ...proof }: GivenProof & { now: Date }) {
  const { legalName } = await checkProof({ ...proof, now })
  return startCeremony(legalName, bindingOf(proof), now)
}

/** Opens an account by that key; the line counts once. */
export async function signUpByKey({ proof, ...ceremony }: SignUpByKey): Promise<SignedUp> {
  const passkey = await finishCeremony(bindingOf(proof), ceremony)
  const { now } = ceremony
  const proven: Proven = await checkProof({ ...proof, now })
  await takeRealmChallenge(DEVELOPER_REALM, { ...PROOF, challengeId: proof.proofId, now })
  return openAccount({ ...proven, proof: 'key', passkey, ...ceremony })
}

/** In the device's list it stands beside a passkey of the same person as a customer: it must say which is which. */
export const nameInDevice = (organisation: string) => `Developer: ${organisation}`

async function startCeremony(organisation: string, binding: string, now: Date) {
  const developerId = newId()
  const given = await giveRealmChallenge(DEVELOPER_REALM, {
    purpose: 'activate',
    binding,
    holderId: developerId,
    now,
  })
  const options = await registrationOptions({
    challenge: given.challenge,
    handle: developerHandleOf(developerId),
    name: nameInDevice(organisation),
    excluded: [],
  })
  return { challengeId: given.challengeId, options }
}

async function finishCeremony(binding: string, { challengeId, response, now }: Ceremony) {
  const given = await takeRealmChallenge(DEVELOPER_REALM, { challengeId, purpose: 'activate', binding, now })
  if (given.holderId === null) throw new Refusal('challenge_spent')
  return { developerId: given.holderId, made: await judgeRegistration(response, given.challenge) }
}

async function openAccount(input: OpenAccount): Promise<SignedUp> {
  const { tppId, legalName, proof, passkey, userAgent, requestId, now } = input
  const { developerId, made } = passkey
  await database().transaction(async (tx) => {
    const opened = await tx
      .insert(developers)
      .values({ id: developerId, tppId, legalName, proof, createdAt: now })
      .onConflictDoNothing()
      .returning({ id: developers.id })
    if (opened.length === 0) throw new Refusal('organisation_taken')
    await insertRealmPasskey(tx, developerPasskeys, { holderId: developerId, made, userAgent, now })
    const actor = `developer:${developerId}` as const
    await recordEvent(tx, {
      at: now,
      type: 'developer.signed-up',
      actor,
      subject: actor,
      tppId,
      requestId,
      detail: { proof },
    })
  })
  return { developerId, credentialId: made.credentialId }
}

/** What was chosen or proved stands in the challenge's place: the answer to one is none to another. */
const bindingOf = (given: Choice | GivenProof) =>
  `sign-up:${createHash('sha256').update(JSON.stringify(given)).digest('base64url')}`

export type SignedUp = { developerId: string; credentialId: string }
export type GivenProof = { proofId: string; pem: string; signature: string }
type Ceremony = {
  challengeId: string
  response: RegistrationResponse
  userAgent: string | null
  requestId: string | null
  now: Date
}
type SignUp = Ceremony & { choice: Choice }
type SignUpByKey = Ceremony & { proof: GivenProof }
type OpenAccount = Proven & {
  proof: 'ordered' | 'key'
  passkey: { developerId: string; made: MadePasskey }
  userAgent: string | null
  requestId: string | null
  now: Date
}
