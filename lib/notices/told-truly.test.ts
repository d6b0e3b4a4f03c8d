import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { givenApplication, givenConsent, givenPsu, givenTpp } from '@/e2e/fixtures/given-consent'
import { planAll, recordOf, toldTo } from '@/e2e/fixtures/told-notices'
import type { EventType } from '@/lib/audit/event-catalogue'
import { revokeConsent } from '@/lib/consent/revoke-consent'
import { requestRemovalWithin } from '@/lib/removal/request-removal'

const DAY = 86_400_000
let psuId: string
let tppId: string

beforeEach(async () => {
  psuId = await givenPsu()
  tppId = await givenTpp(`PSDNL-DNB-${randomUUID()}`)
  await givenApplication(tppId, 'Saldo')
})

test('what was taken back and what was shortened are two things, and a stop says whether deletion was asked for', async () => {
  const consentId = await consentOf()
  const about = { consentId, tppId }
  await record('consent.account-dropped', about)
  await record('consent.shortened', about)
  await revokeConsent({ consentId, psuId, requestId: null })
  const other = await consentOf()
  const ofOther = { consentId: other, psuId, requestId: null }
  await revokeConsent({
    ...ofOther,
    alongside: async (tx) => {
      await requestRemovalWithin(tx, { ...ofOther, sessionId: randomUUID(), locale: 'en', words: 'Delete' })
    },
  })
  await planAll()
  expect(await toldTo(psuId)).toMatchObject([
    { kind: 'changed' },
    { kind: 'shortened' },
    { kind: 'stopped', consentId, params: { asked: false } },
    { kind: 'stopped', consentId: other, params: { asked: true } },
  ])
})

test('a request to delete names the month the law gives and never the end of the permission', async () => {
  const consentId = await consentOf({ endsAt: new Date(Date.now() + 180 * DAY) })
  const about = { consentId, tppId }
  const removalId = randomUUID()
  await record('removal.passed-on', {
    ...about,
    actor: 'system',
    detail: { removalId, channel: 'message' },
  })
  await record('removal.reminded', { ...about, actor: 'system', detail: { removalId, channel: 'letter' } })
  const dueOn = '2026-12-21'
  await record('removal.received', { ...about, actor: `tpp:${tppId}`, detail: { removalId, dueOn } })
  await planAll()
  expect(await toldTo(psuId)).toMatchObject([
    { kind: 'removalPassedOn', params: { date: null } },
    { kind: 'removalReminded', params: { date: null } },
    { kind: 'removalReceived', params: { date: dueOn } },
  ])
})

test('a letter is told as sent by whoever sent it, and not to themselves', async () => {
  const consentId = await consentOf()
  const other = await givenPsu('Bent Brandt')
  const sent = (by: string) =>
    record('removal.letter-sent', {
      actor: `psu:${by}`,
      consentId,
      tppId,
      detail: { channel: 'letter', dueOn: '2026-12-21' },
    })
  await sent(psuId)
  await planAll()
  expect(await toldTo(psuId)).toEqual([])
  await sent(other)
  await planAll()
  expect(await toldTo(psuId)).toMatchObject([
    { kind: 'removalLetterSent', params: { name: 'Bent Brandt', date: '2026-12-21' } },
  ])
})

const consentOf = async (given: Partial<Parameters<typeof givenConsent>[0]> = {}) =>
  (await givenConsent({ tppId, psuId, accounts: [], ...given })).consentId

const record = (type: EventType, more?: Parameters<typeof recordOf>[2]) => recordOf(psuId, type, more)
