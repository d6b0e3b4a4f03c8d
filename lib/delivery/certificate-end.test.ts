import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { beforeEach, expect, test, vi } from 'vitest'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { deliveries } from '@/db/schema/deliveries'
import { outbox } from '@/db/schema/outbox'
import { tppCertificates } from '@/db/schema/tpps'
import { givenApplication, givenConsent, givenPsu, givenTpp } from '@/e2e/fixtures/given-consent'
import { type Endpoint, endpointAt, wantsToBeTold } from '@/e2e/fixtures/told-endpoint'
import { env } from '@/lib/env'
import { warnOfEnds } from '@/lib/tpp/warn-of-ends'
import { deliver } from './deliver'
import { takeDue } from './take-due'

// Issue 4, warnings at 60, 30 and 7 days: told where the third party registered an address for what concerns itself.

const DAY_MILLIS = 86_400_000
const [port = 0, otherPort = 0] = await vi.hoisted(async () =>
  (await import('@/e2e/fixtures/free-port')).listPlaces(2),
)
const endpoint: Endpoint = await endpointAt(port)
const ofConsents: Endpoint = await endpointAt(otherPort)
let tppId: string

beforeEach(async () => {
  await database().execute(sql`delete from deliveries`)
  await database().execute(sql`delete from delivery_hosts`)
  Object.assign(endpoint, { told: [], answers: () => 200 })
  tppId = await givenTpp(`PSDNL-DNB-${randomUUID()}`)
  await givenApplication(tppId, `Warned ${tppId}`)
})

async function givenCertificate(daysLeft: number) {
  const notAfter = new Date(Date.now() + daysLeft * DAY_MILLIS)
  const known = { thumbprint: randomUUID(), serial: '0a', notAfter }
  const further = { issuer: 'CN=x', roles: ['PSP_AI'], der: Buffer.from('x'), firstSeenAt: new Date() }
  await database()
    .insert(tppCertificates)
    .values({ ...known, tppId, notBefore: new Date(0), ...further })
  return known
}

const registers = (notificationUri: string) =>
  database().update(applications).set({ notificationUri }).where(eq(applications.clientId, tppId))

async function once() {
  const taken = await takeDue(50)
  await Promise.all(taken.map(deliver))
}

test('who registered no address is sent nothing, nor to an address that is for a consent alone', async () => {
  const { consentId } = await givenConsent({ tppId, psuId: await givenPsu(), accounts: [] })
  await wantsToBeTold(consentId, ofConsents)
  await givenCertificate(20)
  await warnOfEnds()
  await once()
  expect([endpoint.told, ofConsents.told]).toEqual([[], []])
  const rows = await database().select().from(outbox).where(eq(outbox.tppId, tppId))
  expect(rows.find(({ audience }) => audience === 'tpp')?.sentAt).toBeInstanceOf(Date)
})

test('told once, signed, what ends when; a renewed one is silence', async () => {
  await registers(endpoint.url)
  const { thumbprint, serial, notAfter } = await givenCertificate(20)
  for (let look = 0; look < 2; look++) {
    await warnOfEnds()
    await once()
  }
  expect(endpoint.told.map(({ body }) => JSON.parse(body))).toEqual([
    {
      event: 'certificate-ends',
      organizationIdentifier: tppId,
      certificate: { serial, thumbprint, notAfter: notAfter.toISOString() },
      days: 30,
      _links: { certificate: { href: `${env.MTLS_ORIGIN}/certificate` } },
    },
  ])
  expect(endpoint.told[0]?.headers.signature).toMatch(/^bank=:/)
  await givenCertificate(300)
  await warnOfEnds()
  await once()
  expect(endpoint.told).toHaveLength(1)
})

test('an endpoint that fails is tried again, and holds up nothing about consents', async () => {
  await registers(endpoint.url)
  endpoint.answers = () => 500
  await givenCertificate(5)
  await warnOfEnds()
  await once()
  const [row] = await database().select().from(deliveries).where(eq(deliveries.tppId, tppId))
  expect(row).toMatchObject({ state: 'pending', attempts: 1, format: 'certificate-end', consentId: null })
  endpoint.answers = () => 200
  await database().execute(sql`update deliveries set next_attempt_at = now()`)
  await once()
  expect(endpoint.told).toHaveLength(2)
  expect(new Set(endpoint.told.map(({ id }) => id)).size).toBe(1)
})
