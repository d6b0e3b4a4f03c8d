import { randomUUID } from 'node:crypto'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { noticeSettings, notices } from '@/db/schema/notices'
import { privacyRequests } from '@/db/schema/privacy-requests'
import { psus } from '@/db/schema/psus'
import { removals } from '@/db/schema/removals'
import { sessions } from '@/db/schema/sessions'
import { asked, givenConsentLife, statusOf } from '@/e2e/fixtures/consent-life'
import {
  givenLetter,
  givenRecoverable,
  givenRecoveryCodes,
  givenSession,
  recover,
} from '@/e2e/fixtures/given-recovery'
import { now } from '@/lib/clock'
import { revokeConsent } from '@/lib/consent/revoke-consent'
import { insertNotices } from '@/lib/notices/insert-notices'
import { markRead } from '@/lib/notices/mark-read'
import { changeNoticeSettings } from '@/lib/notices/notice-settings'
import { askPrivacy } from '@/lib/privacy/ask-privacy'
import { requestRemoval } from '@/lib/removal/request-removal'
import { requestRemovalsWithin } from '@/lib/removal/request-removals'
import { findAuthenticators } from '@/lib/sca/find-authenticators'
import { renameAuthenticator } from '@/lib/sca/rename-authenticator'
import { endOtherSession, endSession } from '@/lib/session/end-session'
import { keepLanguage } from './keep-language'

const COOLING = { code: 'cooling_down' }

/** A customer signed in as ever, and whoever has got back in as them: `own` and `theirs`. */
async function givenBackIn() {
  const { psuId, passkey, sessionId: own, code, letter } = await givenRecoverable()
  const { credentialId } = await recover({ letter, code })
  const theirs = await givenSession(psuId, credentialId)
  const by = { psuId, requestId: null }
  return { psuId, by, own, theirs, ownCredential: passkey.credentialId, theirCredential: credentialId }
}

test('who has just got back in neither silences the bank nor makes it speak another language', async () => {
  const { psuId, theirs, own, ownCredential, theirCredential } = await givenBackIn()
  const silence = { psuId, topics: [], quiet: { from: 0, to: 23 } }
  await expect(changeNoticeSettings({ ...silence, sessionId: theirs })).rejects.toMatchObject(COOLING)
  expect(await database().$count(noticeSettings, eq(noticeSettings.psuId, psuId))).toBe(0)
  await keepLanguage({ psuId, credentialId: theirCredential }, 'el')
  expect(await languageOf(psuId)).not.toBe('el')
  await keepLanguage({ psuId, credentialId: ownCredential }, 'el')
  expect(await languageOf(psuId)).toBe('el')
  await changeNoticeSettings({ ...silence, sessionId: own })
})

test('nor renames a passkey of the customer, nor signs them out elsewhere, where they could object', async () => {
  const { psuId, by, own, theirs, ownCredential } = await givenBackIn()
  const at = await now()
  const rename = { ...by, credentialId: ownCredential, name: 'Old phone (broken)', now: at }
  await expect(renameAuthenticator({ ...rename, sessionId: theirs })).rejects.toMatchObject(COOLING)
  const ended = endOtherSession({ ...by, sessionId: own, from: theirs, now: at })
  await expect(ended).rejects.toMatchObject(COOLING)
  const everywhere = endSession({ ...by, sessionId: theirs, where: 'everywhere', now: at })
  await expect(everywhere).rejects.toMatchObject(COOLING)
  const open = and(inArray(sessions.id, [own, theirs]), isNull(sessions.endedAt))
  expect(await database().$count(sessions, open)).toBe(2)
  const names = (await findAuthenticators({ psuId, now: at })).map(({ name }) => name)
  expect(names).not.toContain('Old phone (broken)')
  await renameAuthenticator({ ...rename, sessionId: own })
  expect(await endOtherSession({ ...by, sessionId: theirs, from: own, now: at })).toEqual({ endedNow: true })
})

test('nor asks anybody for anything in the name of the customer: they stop, and nothing is deleted with it', async () => {
  const { psuId, approve } = await givenConsentLife()
  const [code = ''] = await givenRecoveryCodes(psuId, await givenSession(psuId, 'one-before'))
  const { credentialId } = await recover({ letter: await givenLetter(psuId), code })
  const sessionId = await givenSession(psuId, credentialId)
  const { consentId } = await asked()
  await approve(consentId)
  const by = { psuId, requestId: null }
  const deletion = { ...by, sessionId, locale: 'en', words: 'Delete.' }
  const both = revokeConsent({
    ...by,
    consentId,
    alongside: async (tx) => {
      await requestRemovalsWithin(tx, { ...deletion, consentIds: [consentId] })
    },
  })
  await expect(both).rejects.toMatchObject(COOLING)
  await revokeConsent({ ...by, consentId })
  expect(await statusOf(consentId)).toBe('revokedByPsu')
  await expect(requestRemoval({ ...deletion, consentId })).rejects.toMatchObject(COOLING)
  expect(await database().$count(removals, eq(removals.psuId, psuId))).toBe(0)
  const objection = askPrivacy({ ...by, sessionId, kind: 'objection', text: 'I object.' })
  await expect(objection).rejects.toMatchObject(COOLING)
  expect(await database().$count(privacyRequests, eq(privacyRequests.psuId, psuId))).toBe(0)
})

test('what tells of the recovery stays unread until the customer has seen it', async () => {
  const { psuId, own, theirs } = await givenBackIn()
  const at = await now()
  const draft = { psuId, consentId: null, at, params: {} }
  await database().transaction((tx) =>
    insertNotices(tx, [
      { ...draft, eventId: randomUUID(), kind: 'recoveryUsed' },
      { ...draft, eventId: randomUUID(), kind: 'test' },
    ]),
  )
  await markRead({ psuId, sessionId: theirs, which: { upTo: at } })
  expect(await unreadOf(psuId)).toEqual(['recoveryUsed'])
  await markRead({ psuId, sessionId: own, which: { upTo: at } })
  expect(await unreadOf(psuId)).toEqual([])
})

const languageOf = async (psuId: string) =>
  (await database().select({ locale: psus.locale }).from(psus).where(eq(psus.id, psuId)))[0]?.locale

async function unreadOf(psuId: string) {
  const rows = await database().select().from(notices).where(eq(notices.psuId, psuId))
  return rows.filter(({ readAt }) => readAt === null).map(({ kind }) => kind)
}
