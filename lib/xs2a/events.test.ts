import { eq } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { givenConsent, givenPsu } from '@/e2e/fixtures/given-consent'
import { tppWithQwac, type Wire } from '@/e2e/fixtures/xs2a-tpp'
import { revokeConsent } from '@/lib/consent/revoke-consent'
import { takeDue } from '@/lib/delivery/take-due'

const TPP = 'PSDNL-DNB-EVENTS'
let mine: Wire
let other: Wire
const psuId = await givenPsu()

beforeAll(async () => {
  ;[mine, other] = [await tppWithQwac(TPP), await tppWithQwac('PSDNL-DNB-NOT-MINE')]
  // Its first call makes its application.
  await poll(mine, { returnImmediately: true })
  await database().update(applications).set({ eventMethod: 'poll' }).where(eq(applications.clientId, TPP))
})

const poll = (wire: Wire, body: object) => wire.call('/v1/events/poll', { method: 'POST', body })
const stopped = async () => {
  const { consentId } = await givenConsent({ tppId: TPP, psuId, accounts: [] })
  await revokeConsent({ consentId, psuId, requestId: null })
  await takeDue(50)
}

test.each([
  ['a number below zero', { maxEvents: -1 }, 'maxEvents'],
  ['an acknowledgement of no id', { ack: ['1'] }, 'ack[0]'],
  ['an error without a code', { setErrs: { 'b1b3f5a0-0f6f-4c43-8a35-3a1c0f1c2b11': {} } }, 'setErrs'],
  ['a member that is none', { acks: [] }, 'acks'],
])('%s: 400 FORMAT_ERROR', async (_name, body, path) => {
  const answer = await poll(mine, body)
  expect(answer).toMatchObject({ status: 400, code: 'FORMAT_ERROR' })
  expect(answer.path).toContain(path)
})

test('by the certificate alone: its own, until acknowledged; nobody else sees any of it', async () => {
  await stopped()
  expect((await poll(other, { returnImmediately: true })).json).toEqual({ sets: {}, moreAvailable: false })
  const { status, json } = await poll(mine, { returnImmediately: true })
  expect(status).toBe(200)
  const ids = Object.keys(json.sets)
  expect(ids).toHaveLength(1)
  await poll(other, { returnImmediately: true, ack: ids })
  expect(Object.keys((await poll(mine, { returnImmediately: true })).json.sets)).toEqual(ids)
  const after = await poll(mine, { returnImmediately: true, ack: ids })
  expect(after.json).toEqual({ sets: {}, moreAvailable: false })
})

test('who does not want an answer at once gets it when there is news', async () => {
  const waiting = poll(mine, {})
  await stopped()
  const { json } = await waiting
  expect(Object.keys(json.sets)).toHaveLength(1)
  await poll(mine, { returnImmediately: true, ack: Object.keys(json.sets) })
})
