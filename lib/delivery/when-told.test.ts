import { eq, sql } from 'drizzle-orm'
import { afterEach, expect, test, vi } from 'vitest'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { eventsOf } from '@/e2e/fixtures/consent-life'
import { givenApplication, givenConsent, givenPsu, givenTpp } from '@/e2e/fixtures/given-consent'
import { moveClock } from '@/e2e/fixtures/move-clock'
import { endpointAt, wantsToBeTold } from '@/e2e/fixtures/told-endpoint'
import { now } from '@/lib/clock'
import { pauseByPsu } from '@/lib/consent/pause-by-psu'
import { revokeConsent } from '@/lib/consent/revoke-consent'
import { deliver } from './deliver'
import { pollEvents } from './poll-events'
import { takeDue } from './take-due'
import { whenTold } from './when-told'

const [port] = await vi.hoisted(async () => (await import('@/e2e/fixtures/free-port')).listPlaces(1))
const endpoint = await endpointAt(port ?? 0)
const psuId = await givenPsu()
const tppId = await givenTpp('PSDNL-DNB-TOLD')

afterEach(() => moveClock('0'))

async function stopped(): Promise<string> {
  const { consentId } = await givenConsent({ tppId, psuId, accounts: [] })
  await wantsToBeTold(consentId, endpoint)
  await revokeConsent({ consentId, psuId, requestId: null })
  return consentId
}

const send = async () => Promise.all((await takeDue(50)).map(deliver))

test('nothing is known before a message is planned, and of other news than a stop', async () => {
  const { consentId } = await givenConsent({ tppId, psuId, accounts: [] })
  await wantsToBeTold(consentId, endpoint)
  await pauseByPsu({ consentId, psuId, requestId: null })
  await send()
  expect(endpoint.told).toHaveLength(1)
  expect(await whenTold(consentId)).toBeNull()
  expect(await whenTold(await stopped())).toBeNull()
})

test('while it has not answered it is being told, and a no for good is one', async () => {
  endpoint.answers = () => 503
  const consentId = await stopped()
  await send()
  expect(await whenTold(consentId)).toMatchObject({ at: null, underWay: true })
  await database().execute(sql`update deliveries set state = 'dead', settled_at = now()`)
  expect(await whenTold(consentId)).toMatchObject({ at: null, underWay: false })
})

test('the second at which it answered, by the bank’s own time; a plain message confirms nothing', async () => {
  endpoint.answers = () => 200
  await database().execute(sql`delete from delivery_hosts`)
  await moveClock('365 days')
  const before = await now()
  const consentId = await stopped()
  await send()
  const told = await whenTold(consentId)
  expect(told).toMatchObject({ confirms: false, confirmedAt: null })
  expect(told?.at?.getTime()).toBeGreaterThanOrEqual(before.getTime())
  expect(told?.at?.getTime()).toBeLessThanOrEqual((await now()).getTime())
  // What was delivered is swept in time; that it was stays in the trail.
  await database().execute(sql`delete from deliveries where consent_id = ${consentId}`)
  expect(await whenTold(consentId)).toEqual({ ...told, underWay: false })
})

test('a signed event that was fetched is told, and confirmed only when it is acknowledged', async () => {
  await givenApplication(tppId, 'Saldo')
  await database().update(applications).set({ eventMethod: 'poll' }).where(eq(applications.clientId, tppId))
  const { consentId } = await givenConsent({ tppId, psuId, accounts: [] })
  await revokeConsent({ consentId, psuId, requestId: null })
  expect(await send()).toEqual([])
  const poll = { tppId, max: null, acknowledged: [] as string[], errors: {} }
  expect(await whenTold(consentId)).toEqual({ at: null, confirmedAt: null, confirms: true, underWay: true })
  const { sets } = await pollEvents(poll)
  expect(await whenTold(consentId)).toMatchObject({ at: expect.any(Date), confirmedAt: null })
  await pollEvents({ ...poll, acknowledged: Object.keys(sets) })
  expect(await whenTold(consentId)).toMatchObject({ confirmedAt: expect.any(Date), underWay: false })
  await pollEvents({ ...poll, acknowledged: Object.keys(sets) })
  const events = (await eventsOf(consentId)).filter(({ type }) => type === 'consent.told')
  expect(events).toMatchObject([
    { actor: `tpp:${tppId}`, detail: { format: 'security-event', of: 'consent.revoked' } },
  ])
})
