import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { v4 as randomId } from 'uuid'
import { afterAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { closeHotPath } from '@/db/hot-path'
import { authorisations } from '@/db/schema/authorisations'
import { consents } from '@/db/schema/consents'
import { holds } from '@/db/schema/holds'
import { oauthRecords } from '@/db/schema/oauth-records'
import { outbox } from '@/db/schema/outbox'
import { codeOf, givenUse } from '@/e2e/fixtures/consent-in-use'
import { eventsOf, givenConsentLife, TPP } from '@/e2e/fixtures/consent-life'
import { pauseByPsu } from './pause-by-psu'
import { resumeByPsu } from './resume-by-psu'
import { revokeConsent } from './revoke-consent'

const { owner, psuId, stranger, accountId } = await givenConsentLife()
afterAll(() => closeHotPath())

const given = () => givenUse({ tppId: TPP, psuId, accounts: [{ accountId }] })
const pause = (consentId: string, by = psuId) => pauseByPsu({ consentId, psuId: by, requestId: 'r' })
const resume = (consentId: string, by = psuId) =>
  resumeByPsu({ consentId, psuId: by, sessionId: randomUUID(), requestId: 'r' })
const typesOf = async (consentId: string) => (await eventsOf(consentId)).map(({ type }) => type)
const rowOf = async (consentId: string) =>
  (await database().select().from(consents).where(eq(consents.id, consentId)))[0]

/** A further holder, who has allowed it as well. */
async function allowedToo(consentId: string, other: string): Promise<void> {
  const at = new Date()
  await database().insert(authorisations).values({
    id: randomId(),
    resourceKind: 'consent',
    resourceId: consentId,
    approach: 'redirect',
    scaStatus: 'finalised',
    psuId: other,
    createdAt: at,
    updatedAt: at,
  })
}

test("pausing or resuming somebody else's permission is refused like one that does not exist", async () => {
  const { consentId, use } = await given()
  for (const id of [consentId, randomUUID()]) {
    await expect(pause(id, stranger)).rejects.toMatchObject({ code: 'consent_unknown' })
    await expect(resume(id, stranger)).rejects.toMatchObject({ code: 'consent_unknown' })
  }
  expect(await codeOf(use())).toBe('granted')
})

test('what has ended can be neither paused nor resumed', async () => {
  const { consentId } = await given()
  await pause(consentId)
  await revokeConsent({ consentId, psuId, requestId: null })
  await expect(pause(consentId)).rejects.toMatchObject({ code: 'status_invalid' })
  await expect(resume(consentId)).rejects.toMatchObject({ code: 'status_invalid' })
})

test('while paused each read is refused; afterwards the same token reads on, with the count as it was', async () => {
  const { consentId, grantId, use } = await given()
  const before = await rowOf(consentId)
  for (let read = 0; read < 3; read++) expect(await codeOf(use())).toBe('granted')
  expect(await pause(consentId)).toEqual({ pausedNow: true })
  for (let read = 0; read < 6; read++) {
    expect((await use()).refusal).toMatchObject({
      code: 'consent_invalid',
      text: expect.stringMatching(/paused/),
    })
    expect(await codeOf(use({ psuPresent: true }))).toBe('consent_invalid')
  }
  expect(await rowOf(consentId)).toEqual(before)
  expect(await database().select().from(oauthRecords).where(eq(oauthRecords.grantId, grantId))).toHaveLength(
    1,
  )
  expect(await resume(consentId)).toEqual({ resumedNow: true })
  expect(await codeOf(use())).toBe('granted')
  expect(await codeOf(use())).toBe('access_exceeded')
})

test('a pause does not stop the 180 days', async () => {
  const { consentId, use } = await givenUse({
    tppId: TPP,
    psuId,
    accounts: [{ accountId }],
    endsAt: new Date(Date.now() + 300 * 86_400_000),
  })
  await pause(consentId)
  await owner.query(`insert into sandbox_clock values (true, '182 days')`)
  await resume(consentId)
  const { refusal } = await use()
  await owner.query('delete from sandbox_clock')
  expect(refusal).toMatchObject({ code: 'consent_expired', text: expect.stringMatching(/180 days/) })
})

test('many who press at once pause once, and it is recorded and told once', async () => {
  const { consentId } = await given()
  const paused = await Promise.all(Array.from({ length: 8 }, () => pause(consentId)))
  expect(paused.filter(({ pausedNow }) => pausedNow)).toHaveLength(1)
  const resumed = await Promise.all(Array.from({ length: 8 }, () => resume(consentId)))
  expect(resumed.filter(({ resumedNow }) => resumedNow)).toHaveLength(1)
  expect(await typesOf(consentId)).toEqual(['consent.paused', 'consent.resumed'])
  for (const type of ['consent.paused', 'consent.resumed']) {
    const told = await database()
      .select({ audience: outbox.audience })
      .from(outbox)
      .where(and(eq(outbox.consentId, consentId), eq(outbox.type, type)))
    expect(told.map(({ audience }) => audience).sort()).toEqual(['customer', 'tpp'])
  }
})

test('each holder pauses for themselves, and nobody lifts the pause of another one or of the bank', async () => {
  const { consentId, use } = await given()
  await allowedToo(consentId, stranger)
  await pause(consentId)
  await pause(consentId, stranger)
  expect(await resume(consentId, stranger)).toEqual({ resumedNow: true })
  expect(await resume(consentId, stranger)).toEqual({ resumedNow: false })
  expect(await codeOf(use())).toBe('consent_invalid')
  await resume(consentId)
  expect(await codeOf(use())).toBe('granted')
  await database()
    .insert(holds)
    .values({ id: randomId(), consentId, placedBy: 'bank', reason: 'fraud', placedAt: new Date() })
  await pause(consentId)
  await resume(consentId)
  expect(await codeOf(use())).toBe('consent_invalid')
})
