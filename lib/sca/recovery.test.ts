import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { activationCodes } from '@/db/schema/activation-codes'
import { auditEvents } from '@/db/schema/audit'
import { authenticators } from '@/db/schema/authenticators'
import { outbox } from '@/db/schema/outbox'
import { psus } from '@/db/schema/psus'
import { recoveryCodes } from '@/db/schema/recovery-codes'
import { sessions } from '@/db/schema/sessions'
import { asked, givenConsentLife, statusOf } from '@/e2e/fixtures/consent-life'
import { activate, givenCode, signIn } from '@/e2e/fixtures/given-passkey'
import {
  givenLetter,
  givenRecoverable,
  givenRecoveryCodes,
  givenSession,
  recover,
} from '@/e2e/fixtures/given-recovery'
import { moveClock } from '@/e2e/fixtures/move-clock'
import { SoftAuthenticator } from '@/e2e/fixtures/soft-authenticator'
import { now } from '@/lib/clock'
import { pauseByPsu } from '@/lib/consent/pause-by-psu'
import { resumeByPsu } from '@/lib/consent/resume-by-psu'
import { revokeConsent } from '@/lib/consent/revoke-consent'
import { draftRecoveryCodes, findRecoveryCodes, keepRecoveryCodes } from '@/lib/psu/draft-recovery-codes'
import { requestErasure } from '@/lib/removal/request-erasure'
import { createAssertionChallenge } from './create-assertion-challenge'
import { startEnrolment } from './enrol-another'
import { enrolByRecovery, startRecovery } from './enrol-by-recovery'
import {
  findObjectable,
  objectByToken,
  objectionDone,
  objectionToken,
  objectToRecovery,
} from './object-to-recovery'
import { removeAuthenticator } from './remove-authenticator'
import { verifyAssertion } from './verify-assertion'

afterEach(() => moveClock('0'))

const INVALID = { code: 'recovery_invalid' }
const COOLING = { code: 'cooling_down' }
const NO_CODE = '0000-0000-0000'
const NO_LETTER = '0000-0000-0000-0000-0000-0000-0000-0000'

const start = async (letter: string, code: string) =>
  startRecovery({ letter, code, requestId: null, now: await now() })

test('a code without a letter, a letter without a code, and two that belong to different customers name nobody, alike', async () => {
  const [anna, bert] = [await givenRecoverable('Anna'), await givenRecoverable('Bert')]
  const wrong = [
    [NO_LETTER, anna.code],
    [anna.letter, NO_CODE],
    [anna.letter, bert.code],
    [anna.code, anna.letter],
    // The code that activates a first passkey is not the one of a letter.
    [await givenCode(anna.psuId), anna.code],
  ] as const
  for (const [letter, code] of wrong) await expect(start(letter, code)).rejects.toMatchObject(INVALID)
})

test("the code of a letter activates nothing by itself, so whoever opens somebody's post gets nowhere", async () => {
  const { psuId, letter } = await givenRecoverable()
  await expect(activate(letter)).rejects.toMatchObject({ code: 'activation_invalid' })
  expect(await passkeysOf(psuId)).toHaveLength(1)
})

test('five wrong tries end a letter, however many come at once, and the customer is told of each', async () => {
  const { psuId, letter, code } = await givenRecoverable()
  const tries = await Promise.allSettled(Array.from({ length: 9 }, () => start(letter, NO_CODE)))
  expect(tries.every(({ status }) => status === 'rejected')).toBe(true)
  const events = await eventsOf(psuId, 'recovery.refused')
  expect(events).toHaveLength(5)
  expect(events.filter(({ detail }) => detail.letterEnded)).toHaveLength(1)
  await expect(start(letter, code)).rejects.toMatchObject(INVALID)
  await recover({ letter: await givenLetter(psuId), code })
})

test('a letter and a code work once, and looking costs nothing', async () => {
  const { psuId, codes, code, letter } = await givenRecoverable()
  for (let look = 0; look < 7; look += 1) await start(letter, code)
  await recover({ letter, code: code.toLowerCase().replaceAll('-', ' ') })
  await expect(start(letter, codes[1] ?? '')).rejects.toMatchObject(INVALID)
  await expect(start(await givenLetter(psuId), code)).rejects.toMatchObject(INVALID)
  expect(await findRecoveryCodes(psuId)).toMatchObject({ left: 9, of: 10 })
})

test('a letter that has run out, or a newer one has taken the place of, and a blocked customer are refused alike', async () => {
  const { psuId, code, letter } = await givenRecoverable()
  const newer = await givenLetter(psuId)
  await expect(start(letter, code)).rejects.toMatchObject(INVALID)
  await moveClock('15 days')
  await expect(start(newer, code)).rejects.toMatchObject(INVALID)
  await moveClock('0')
  await database().update(psus).set({ status: 'blocked' }).where(eq(psus.id, psuId))
  await expect(start(newer, code)).rejects.toMatchObject(INVALID)
})

test('a challenge given out for one letter and code enrols nobody with others', async () => {
  const [anna, bert] = [await givenRecoverable('Anna'), await givenRecoverable('Bert')]
  const { challengeId, options } = await start(anna.letter, anna.code)
  const answer = { challengeId, response: new SoftAuthenticator().create(options), userAgent: null }
  for (const evidence of [bert, { letter: anna.letter, code: anna.codes[1] ?? '' }]) {
    const { letter, code } = evidence
    const made = enrolByRecovery({ letter, code, ...answer, requestId: null, now: await now() })
    await expect(made).rejects.toMatchObject({ code: 'challenge_spent' })
  }
  expect(await passkeysOf(bert.psuId)).toHaveLength(1)
})

test('new codes end the old ones; a draft counts once, in its session, for ten minutes', async () => {
  const { psuId, passkey, sessionId, code, letter } = await givenRecoverable()
  const at = { psuId, sessionId, now: await now() }
  const keep = (sealed: string, more = {}) => keepRecoveryCodes({ ...at, sealed, requestId: null, ...more })
  const [first, second] = [await draftRecoveryCodes(at), await draftRecoveryCodes(at)]
  const other = await givenSession(psuId, passkey.credentialId)
  const changed = { code: 'request_changed' }
  await expect(keep(first.sealed, { sessionId: other })).rejects.toMatchObject(changed)
  await expect(keep(first.sealed.slice(0, -4))).rejects.toMatchObject(changed)
  const late = new Date(at.now.getTime() + 11 * 60_000)
  await expect(keep(first.sealed, { now: late })).rejects.toMatchObject(changed)
  await start(letter, code)
  await keep(first.sealed)
  await expect(keep(first.sealed)).rejects.toMatchObject(changed)
  await expect(keep(second.sealed)).rejects.toMatchObject(changed)
  await expect(start(letter, code)).rejects.toMatchObject(INVALID)
  await start(letter, first.codes[9] ?? '')
  expect(await findRecoveryCodes(psuId)).toMatchObject({ left: 10, of: 10 })
})

test("another customer's draft is nobody's codes", async () => {
  const [anna, bert] = [await givenRecoverable('Anna'), await givenRecoverable('Bert')]
  const { sealed } = await draftRecoveryCodes({ ...anna, now: await now() })
  const kept = keepRecoveryCodes({
    psuId: bert.psuId,
    sessionId: anna.sessionId,
    sealed,
    requestId: null,
    now: await now(),
  })
  await expect(kept).rejects.toMatchObject({ code: 'request_changed' })
})

test('no code is kept, nor anything a copy of the table could be asked', async () => {
  const { psuId, codes } = await givenRecoverable()
  const rows = await database().select().from(recoveryCodes).where(eq(recoveryCodes.psuId, psuId))
  const kept = JSON.stringify(rows)
  for (const code of codes) {
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/)
    expect(kept).not.toContain(code)
  }
  expect(new Set(rows.map(({ codeHash }) => codeHash.toString('hex'))).size).toBe(10)
})

test('while it cools, a recovered passkey signs in, and can neither sign a yes nor change what opens the bank', async () => {
  const { psuId, passkey: lost, code, letter } = await givenRecoverable()
  const { passkey, credentialId } = await recover({ letter, code })
  expect(await signIn(passkey)).toMatchObject({ psuId })
  await expect(approves(passkey)).rejects.toMatchObject(COOLING)
  const sessionId = await givenSession(psuId, credentialId)
  const common = { psuId, sessionId, requestId: null, now: await now() }
  await expect(startEnrolment(common)).rejects.toMatchObject(COOLING)
  const removed = removeAuthenticator({ ...common, credentialId: lost.credentialId })
  await expect(removed).rejects.toMatchObject(COOLING)
  const { sealed } = await draftRecoveryCodes(common)
  await expect(keepRecoveryCodes({ ...common, sealed })).rejects.toMatchObject(COOLING)
  await expect(objectToRecovery({ ...common, by: 'session' })).rejects.toMatchObject(COOLING)
  expect(await approves(lost)).toMatchObject({ psuId })
  await moveClock('24 hours 1 minute')
  expect(await approves(passkey)).toMatchObject({ psuId })
})

test('while it cools, it allows nothing by a sign-in, lifts no pause, erases nothing, and stops what is shared', async () => {
  const { psuId, approve } = await givenConsentLife()
  const passkeySession = await givenSession(psuId, 'one-before')
  const [code = ''] = await givenRecoveryCodes(psuId, passkeySession)
  const { credentialId } = await recover({ letter: await givenLetter(psuId), code })
  const sessionId = await givenSession(psuId, credentialId)
  const shared = (await asked()).consentId
  await approve(shared)
  const own = { consentId: shared, psuId, requestId: null }
  await pauseByPsu(own)
  await expect(resumeByPsu({ ...own, sessionId })).rejects.toMatchObject(COOLING)
  await expect(
    requestErasure({ psuId, sessionId, authenticatedAt: await now(), requestId: null }),
  ).rejects.toMatchObject(COOLING)
  const { consentId } = await asked()
  await expect(approve(consentId, { credentialId, evidence: 'session' })).rejects.toMatchObject(COOLING)
  expect(await statusOf(consentId)).toBe('received')
  await revokeConsent(own)
  expect(await statusOf(shared)).toBe('revokedByPsu')
})

test('every way there is is told, and the notice alone carries the link to object by', async () => {
  const { psuId, code, letter } = await givenRecoverable()
  const { credentialId } = await recover({ letter, code })
  const told = await database()
    .select()
    .from(outbox)
    .where(and(eq(outbox.psuId, psuId), eq(outbox.type, 'recovery.used')))
  expect(told.map(({ audience }) => audience).sort()).toEqual(['customer', 'security-log', 'staff'])
  const token = await objectionToken(credentialId)
  expect(JSON.stringify(told)).not.toContain(token)
  const [event] = await eventsOf(psuId, 'recovery.used')
  expect(JSON.stringify(event)).not.toContain(token)
  expect(event?.detail).toMatchObject({ coolsUntil: expect.any(String) })
})

test('an objection ends the passkey, its sessions, every code and every letter, and leaves the rest', async () => {
  const { psuId, passkey: lost, sessionId, codes, code, letter } = await givenRecoverable()
  const { passkey, credentialId } = await recover({ letter, code })
  const theirs = await givenSession(psuId, credentialId)
  const next = await givenLetter(psuId)
  const token = await objectionToken(credentialId)
  const at = { token, requestId: null, now: await now() }
  await expect(objectByToken({ ...at, token: randomUUID() })).rejects.toMatchObject({
    code: 'status_invalid',
  })
  expect(await findObjectable(at)).toMatchObject({ psuId })
  expect(await objectionDone(at)).toBe(false)
  await objectByToken(at)
  expect(await objectionDone(at)).toBe(true)
  expect(await objectionDone({ ...at, token: randomUUID() })).toBe(false)
  await expect(objectByToken(at)).rejects.toMatchObject({ code: 'status_invalid' })
  await expect(signIn(passkey)).rejects.toMatchObject({ code: 'sca_failed' })
  expect(await endOf(theirs)).toBe('locked')
  expect(await endOf(sessionId)).toBeNull()
  await expect(start(next, codes[1] ?? '')).rejects.toMatchObject(INVALID)
  expect(await findRecoveryCodes(psuId)).toBeNull()
  const open = await database().select().from(activationCodes).where(eq(activationCodes.psuId, psuId))
  const live = open.filter(({ usedAt, expiresAt }) => usedAt === null && expiresAt > at.now)
  expect(live).toEqual([])
  expect(await signIn(lost)).toMatchObject({ psuId })
  expect(await eventsOf(psuId, 'recovery.objected')).toHaveLength(1)
})

test('the link is dead with the cool-down: a mail found later takes nobody’s passkey away', async () => {
  const { psuId, passkey: lost, code, letter } = await givenRecoverable()
  const { passkey, credentialId } = await recover({ letter, code })
  const token = await objectionToken(credentialId)
  await moveClock('24 hours 1 minute')
  const at = { token, requestId: null, now: await now() }
  await expect(objectByToken(at)).rejects.toMatchObject({ code: 'status_invalid' })
  expect(await objectionDone(at)).toBe(false)
  expect(await signIn(passkey)).toMatchObject({ psuId })
  expect(await signIn(lost)).toMatchObject({ psuId })
})

test('the last passkey can go where a recovery code is left, and the way back works', async () => {
  const { psuId, passkey, sessionId, code, letter } = await givenRecoverable()
  const { credentialId } = passkey
  const common = { psuId, sessionId, requestId: null, now: await now() }
  await database().update(recoveryCodes).set({ usedAt: common.now }).where(eq(recoveryCodes.psuId, psuId))
  const last = { code: 'last_authenticator' }
  await expect(removeAuthenticator({ ...common, credentialId })).rejects.toMatchObject(last)
  await database().update(recoveryCodes).set({ usedAt: null }).where(eq(recoveryCodes.psuId, psuId))
  await removeAuthenticator({ ...common, credentialId })
  expect(await passkeysOf(psuId)).toEqual([])
  const back = await recover({ letter, code })
  expect(await signIn(back.passkey)).toMatchObject({ psuId })
})

async function approves(passkey: SoftAuthenticator) {
  const here = { purpose: 'approve', binding: 'a page' } as const
  const { challengeId, options } = await createAssertionChallenge({ ...here, now: await now() })
  return verifyAssertion({ ...here, challengeId, response: passkey.get(options), now: await now() })
}

async function endOf(sessionId: string) {
  const [row] = await database().select().from(sessions).where(eq(sessions.id, sessionId))
  return row?.endReason
}

const passkeysOf = (psuId: string) =>
  database().select().from(authenticators).where(eq(authenticators.psuId, psuId))

const eventsOf = (psuId: string, type: string) =>
  database()
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.psuId, psuId), eq(auditEvents.type, type)))
