import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { afterAll, describe, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { auditEvents } from '@/db/schema/audit'
import { consents } from '@/db/schema/consents'
import { removals } from '@/db/schema/removals'
import { givenApplication, givenConsent, givenPsu, givenTpp } from '@/e2e/fixtures/given-consent'
import { inDays } from '@/e2e/fixtures/in-days'
import { bankDay } from '@/lib/bank-day'
import { keyIdOf } from '@/lib/consent/open-access'
import { revokeConsent } from '@/lib/consent/revoke-consent'
import { env } from '@/lib/env'
import { vaultKey } from '@/lib/vault/vault'
import { answerDue, answerDueExtended } from './answer-due'
import { answerRemoval } from './answer-removal'
import { findDeskRemovals } from './find-desk-removals'
import { findRemovals } from './find-removals'
import { hashMandate, type RemovalMandate } from './mandate'
import { noteLetterSent } from './note-passed-on'
import { noteReceived } from './note-received'
import { remindRemovals } from './remind-removals'
import { requestRemoval, requestRemovalWithin } from './request-removal'

const [TPP, OTHER] = [await givenTpp('PSDNL-DNB-DEL'), await givenTpp('PSDNL-DNB-DEL2')]
await givenApplication(TPP, 'Saldo')
await givenApplication(OTHER, 'Other')
await database()
  .update(applications)
  .set({ dataRemovalEndpoint: 'https://saldo.example/removals' })
  .where(eq(applications.clientId, TPP))
const [anna, bert] = [await givenPsu(), await givenPsu('Bert')]
const today = bankDay(new Date(), env.BANK_TIME_ZONE)
afterAll(() => database().execute(sql`delete from deliveries`))

const NOWHERE = '00000000-0000-4000-8000-000000000000'
const WORDS = {
  sessionId: randomUUID(),
  requestId: null,
  locale: 'en',
  words: 'Also ask Saldo to delete my data',
}
const given = (change: Partial<Parameters<typeof givenConsent>[0]> = {}) =>
  givenConsent({ tppId: TPP, psuId: anna, accounts: [], status: 'revokedByPsu', ...change })
const ask = (consentId: string, psuId = anna) => requestRemoval({ consentId, psuId, ...WORDS })
async function asked(change: Parameters<typeof given>[0] = {}) {
  const { consentId } = await given(change)
  return { consentId, ...(await ask(consentId)) }
}
async function received(change = {}) {
  const removal = await asked(change)
  await database().transaction((tx) => noteReceived(tx, removal.removalId))
  return removal
}
const answer = (removalId: string, change: Partial<Parameters<typeof answerRemoval>[0]> = {}) =>
  answerRemoval({ removalId, tppId: TPP, answer: 'deleted', reason: null, requestId: null, ...change })
const rowOf = async (id: string) => {
  const [row] = await database().select().from(removals).where(eq(removals.id, id))
  if (!row) throw new Error('There is no such request')
  return row
}
const set = (id: string, to: Partial<typeof removals.$inferInsert>) =>
  database().update(removals).set(to).where(eq(removals.id, id))
const eventsOf = async (consentId: string) =>
  (
    await database()
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.consentId, consentId))
      .orderBy(auditEvents.id)
  )
    .map(({ type }) => type)
    .filter((type) => type.startsWith('removal.'))

describe('who may ask for what', () => {
  test("another customer's permission is refused exactly like one that does not exist", async () => {
    const { consentId } = await given()
    await expect(ask(consentId, bert)).rejects.toMatchObject({ code: 'consent_unknown' })
    await expect(ask(NOWHERE)).rejects.toMatchObject({
      code: 'consent_unknown',
    })
    expect(await database().select().from(removals).where(eq(removals.consentId, consentId))).toEqual([])
  })

  test.each(['valid', 'rejected', 'received'] as const)(
    'one that is %s has nothing to delete yet',
    async (status) => {
      const { consentId } = await given({ status })
      await expect(ask(consentId)).rejects.toMatchObject({ code: 'status_invalid' })
    },
  )

  test('one that ran out is asked about though no job has said so', async () => {
    const { consentId } = await given({ status: 'valid', endsAt: new Date(Date.now() - 1_000) })
    expect(await ask(consentId)).toMatchObject({ askedNow: true })
  })

  test('what is asked already, and what was deleted, is not asked again; what was refused may be', async () => {
    const { consentId, removalId } = await asked()
    const again = await Promise.all([ask(consentId), ask(consentId)])
    expect(again).toEqual([
      { removalId, askedNow: false },
      { removalId, askedNow: false },
    ])
    await answer(removalId)
    expect(await ask(consentId)).toEqual({ removalId, askedNow: false })
    const refused = await asked()
    await answer(refused.removalId, { answer: 'refused', reason: 'The law wants it kept' })
    expect(await ask(refused.consentId)).toMatchObject({ askedNow: true })
  })

  test('two that ask at once are one request', async () => {
    const { consentId } = await given()
    const both = await Promise.all([ask(consentId), ask(consentId)])
    expect(both.filter(({ askedNow }) => askedNow)).toHaveLength(1)
    expect(new Set(both.map(({ removalId }) => removalId)).size).toBe(1)
  })

  test('where the request fails the stop that it belongs to is undone', async () => {
    const { consentId } = await given({ status: 'valid' })
    const stop = revokeConsent({
      consentId,
      psuId: anna,
      requestId: null,
      alongside: async (tx) => {
        await requestRemovalWithin(tx, { consentId, psuId: anna, ...WORDS })
        throw new Error('no')
      },
    })
    await expect(stop).rejects.toThrow('no')
    const [row] = await database().select().from(consents).where(eq(consents.id, consentId))
    expect(row?.status).toBe('valid')
  })
})

test('the mandate holds the words of the page, sealed, and its digest is the one that is told', async () => {
  const { removalId, consentId } = await asked()
  const row = await rowOf(removalId)
  const mandate = (await vaultKey(await keyIdOf(anna))).open<RemovalMandate>(
    'removals.mandate',
    row.sealedMandate,
  )
  expect(mandate).toMatchObject({
    removalId,
    consentId,
    words: WORDS.words,
    tpp: { id: TPP, brand: 'Saldo' },
  })
  expect(row.mandateHash).toEqual(hashMandate(mandate))
  expect(JSON.stringify(mandate)).not.toContain('Anna')
})

describe('an answer', () => {
  test("to another third party's request is refused exactly like one to none", async () => {
    const { removalId } = await received()
    const foreign = { tppId: OTHER }
    await expect(answer(removalId, foreign)).rejects.toMatchObject({ code: 'resource_unknown' })
    await expect(answer(NOWHERE)).rejects.toMatchObject({ code: 'resource_unknown' })
    expect((await rowOf(removalId)).state).toBe('received')
  })

  test('is final: of many at once one counts', async () => {
    const { removalId, consentId } = await received()
    const all = await Promise.allSettled([
      answer(removalId),
      answer(removalId, { answer: 'refused', reason: 'No' }),
      answer(removalId, { answer: 'partly', reason: 'Invoices stay' }),
    ])
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of all)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'status_invalid' })
    await expect(answer(removalId)).rejects.toMatchObject({ code: 'status_invalid' })
    expect(await eventsOf(consentId)).toEqual(['removal.asked', 'removal.received', 'removal.answered'])
  })

  test('counts before the acknowledgement, and is the receipt, too; what comes after changes nothing', async () => {
    const { removalId } = await asked()
    expect(await answer(removalId)).toMatchObject({ state: 'deleted', dueOn: answerDue(today) })
    await database().transaction((tx) => noteReceived(tx, removalId))
    expect(await rowOf(removalId)).toMatchObject({ state: 'deleted', receivedAt: expect.any(Date) })
  })

  test('counts when it is late', async () => {
    const { removalId } = await received()
    await set(removalId, { dueOn: '2020-01-02' })
    expect(await answer(removalId)).toMatchObject({ state: 'deleted' })
  })

  test('needs longer, once, within the first month, with a reason that lies sealed', async () => {
    const { removalId } = await received()
    const longer = { answer: 'extended', reason: 'A court asks for it first' } as const
    expect(await answer(removalId, longer)).toMatchObject({
      state: 'received',
      dueOn: answerDueExtended(today),
    })
    await expect(answer(removalId, longer)).rejects.toMatchObject({ code: 'status_invalid' })
    expect((await rowOf(removalId)).sealedExtension?.toString()).not.toContain('court')
    const [found] = await findRemovals({ psuId: anna, removalId, now: new Date() })
    expect(found?.extension).toMatchObject({ reason: longer.reason })
    const late = await received()
    await set(late.removalId, { dueOn: '2020-01-02' })
    await expect(answer(late.removalId, longer)).rejects.toMatchObject({ code: 'status_invalid' })
  })
})

describe('a letter', () => {
  test('is the way to a third party without an address; its month begins with the word that it was sent, said once', async () => {
    const { removalId, consentId } = await asked({ tppId: OTHER })
    expect(await rowOf(removalId)).toMatchObject({ channel: 'letter', state: 'asked', dueOn: null })
    const sent = (psuId: string) => noteLetterSent({ removalId, psuId, requestId: null })
    await expect(sent(bert)).rejects.toMatchObject({ code: 'resource_unknown' })
    await sent(anna)
    await expect(sent(anna)).rejects.toMatchObject({ code: 'status_invalid' })
    expect(await rowOf(removalId)).toMatchObject({ state: 'passed-on', dueOn: answerDue(today) })
    expect(await eventsOf(consentId), 'the bank passed nothing on').toEqual([
      'removal.asked',
      'removal.letter-sent',
    ])
  })

  test('is no message: nobody says that one was sent which the bank sends itself', async () => {
    const { removalId } = await asked()
    await expect(noteLetterSent({ removalId, psuId: anna, requestId: null })).rejects.toMatchObject({
      code: 'status_invalid',
    })
  })
})

describe('the clock', () => {
  test('reminds a week before the last day and says when it is over, each once, whoever looks', async () => {
    const { removalId, consentId } = await received()
    await set(removalId, { dueOn: inDays(8) })
    await remindRemovals()
    const before = await eventsOf(consentId)
    await set(removalId, { dueOn: inDays(6) })
    await Promise.all(Array.from({ length: 5 }, () => remindRemovals()))
    await set(removalId, { dueOn: '2020-01-02' })
    await Promise.all(Array.from({ length: 5 }, () => remindRemovals()))
    expect(before).toEqual(['removal.asked', 'removal.received'])
    expect((await eventsOf(consentId)).slice(2)).toEqual(['removal.reminded', 'removal.overdue'])
  })

  test('says nothing of what is answered, and reminds of a letter that lies about for a week', async () => {
    const { removalId, consentId } = await received()
    await answer(removalId)
    await set(removalId, { dueOn: '2020-01-02' })
    const letter = await asked({ tppId: OTHER })
    await set(letter.removalId, { askedAt: new Date(Date.now() - 8 * 86_400_000) })
    await remindRemovals()
    expect(await eventsOf(consentId)).not.toContain('removal.overdue')
    expect(await eventsOf(letter.consentId)).toContain('removal.reminded')
  })

  test('of the desk: overdue first, then by the last day; nobody is named', async () => {
    const [late, soon] = [await received(), await received()]
    await set(late.removalId, { dueOn: '2020-01-02' })
    const rows = await findDeskRemovals({ now: new Date() })
    expect(rows[0]).toMatchObject({ id: late.removalId, overdue: true })
    const answered = rows.findIndex(({ state }) => state === 'deleted')
    expect(rows.findIndex(({ id }) => id === soon.removalId)).toBeLessThan(
      answered === -1 ? rows.length : answered,
    )
    expect(JSON.stringify(rows)).not.toContain(anna)
  })
})

test("a customer finds their own requests and nobody else's", async () => {
  const { removalId } = await received()
  await answer(removalId, { answer: 'partly', reason: 'Invoices stay for five years' })
  const [found] = await findRemovals({ psuId: anna, removalId, now: new Date() })
  expect(found).toMatchObject({
    state: 'partly',
    reason: 'Invoices stay for five years',
    tpp: { brand: 'Saldo' },
  })
  expect(await findRemovals({ psuId: bert, now: new Date() })).toEqual([])
})
