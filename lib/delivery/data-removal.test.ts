import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { beforeEach, expect, test, vi } from 'vitest'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { deliveries } from '@/db/schema/deliveries'
import { removals } from '@/db/schema/removals'
import { givenApplication, givenConsent, givenPsu, givenTpp } from '@/e2e/fixtures/given-consent'
import { type Endpoint, endpointAt, wantsToBeTold } from '@/e2e/fixtures/told-endpoint'
import { remindRemovals } from '@/lib/removal/remind-removals'
import { requestRemoval } from '@/lib/removal/request-removal'
import { deliver } from './deliver'
import { takeDue } from './take-due'

const ports = await vi.hoisted(async () => (await import('@/e2e/fixtures/free-port')).listPlaces(6))
const psuId = await givenPsu()
let tppId: string
let endpoint: Endpoint

beforeEach(async () => {
  await database().execute(sql`delete from deliveries`)
  const port = ports.shift()
  if (port === undefined) throw new Error('List more places')
  tppId = await givenTpp(`PSDNL-DNB-${randomUUID()}`)
  await givenApplication(tppId, 'Saldo')
  endpoint = await endpointAt(port)
})

async function asked({ registered = true } = {}) {
  if (registered)
    await database()
      .update(applications)
      .set({ dataRemovalEndpoint: endpoint.url })
      .where(eq(applications.clientId, tppId))
  const { consentId } = await givenConsent({ tppId, psuId, accounts: [], status: 'revokedByPsu' })
  await wantsToBeTold(consentId, endpoint)
  const words = { locale: 'en', words: 'Also ask Saldo to delete my data' }
  const { removalId } = await requestRemoval({
    consentId,
    psuId,
    sessionId: randomUUID(),
    requestId: null,
    ...words,
  })
  return { consentId, removalId }
}
const once = async () => {
  const taken = await takeDue(50)
  await Promise.all(taken.map(deliver))
  return taken.length
}
const rowOf = async (id: string) => (await database().select().from(removals).where(eq(removals.id, id)))[0]

test('is sent signed to its own address, names the permission and nobody, and is received by a 2xx', async () => {
  const { consentId, removalId } = await asked()
  expect(await rowOf(removalId)).toMatchObject({ state: 'asked', passedOnAt: null })
  await once()
  expect(endpoint.told).toHaveLength(1)
  const [told] = endpoint.told
  const row = await rowOf(removalId)
  expect(told?.headers).toMatchObject({ 'signature-input': expect.stringMatching(/^bank=/) })
  expect(JSON.parse(told?.body ?? '')).toEqual({
    format: 'placet/data-removal/1',
    dataRemovalId: removalId,
    consentId,
    askedAt: row?.askedAt.toISOString(),
    ground: 'Regulation (EU) 2016/679, Art. 17',
    mandate: { 'sha-256': row?.mandateHash.toString('base64url') },
    _links: { answer: { href: expect.stringMatching(`/xs2a/v1/data-removals/${removalId}/answer$`) } },
  })
  expect(told?.body).not.toContain(psuId)
  expect(row).toMatchObject({ state: 'received', passedOnAt: expect.any(Date), dueOn: expect.any(String) })
})

test('is no news for the address of notifications: without one of its own it is a letter', async () => {
  const { removalId } = await asked({ registered: false })
  await once()
  expect(endpoint.told).toEqual([])
  expect(await rowOf(removalId)).toMatchObject({ state: 'asked', channel: 'letter' })
})

test('is not received while nobody took it, and comes again under the same X-Request-ID', async () => {
  endpoint.answers = () => 503
  const { removalId } = await asked()
  await once()
  expect(await rowOf(removalId)).toMatchObject({ state: 'passed-on', receivedAt: null, dueOn: null })
  endpoint.answers = () => 204
  await database().execute(sql`update deliveries set next_attempt_at = now()`)
  await once()
  expect(new Set(endpoint.told.map(({ id }) => id)).size).toBe(1)
  expect(await rowOf(removalId)).toMatchObject({ state: 'received' })
})

test('who will never take it gets a letter instead, once, and may still be told again by hand', async () => {
  endpoint.answers = () => 410
  const { removalId } = await asked()
  await once()
  await remindRemovals()
  await remindRemovals()
  expect(await rowOf(removalId)).toMatchObject({
    state: 'asked',
    channel: 'letter',
    passedOnAt: null,
    undeliveredAt: expect.any(Date),
  })
  endpoint.answers = () => 200
  await database().update(deliveries).set({ state: 'pending' }).where(eq(deliveries.removalId, removalId))
  await database().execute(sql`update deliveries set next_attempt_at = now(), leased_until = null`)
  await once()
  expect(await rowOf(removalId)).toMatchObject({ state: 'received', channel: 'message' })
})
