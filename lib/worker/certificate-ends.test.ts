import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { outbox } from '@/db/schema/outbox'
import { tppCertificates, tpps } from '@/db/schema/tpps'
import { givenTpp } from '@/e2e/fixtures/given-consent'
import { findThirdParties } from '@/lib/tpp/find-third-parties'
import { warnOfEnds } from '@/lib/tpp/warn-of-ends'
import { housekeeping } from './housekeeping'

const DAY_MILLIS = 86_400_000
const owner = new Client(process.env.DATABASE_OWNER_URL)
beforeAll(() => owner.connect())
afterAll(() => owner.end())

let count = 0
const newTpp = () => givenTpp(`PSDNL-DNB-ENDS${count++}`)

async function givenCertificate(tppId: string, daysLeft: number): Promise<string> {
  const thumbprint = randomUUID()
  const notAfter = new Date(Date.now() + daysLeft * DAY_MILLIS)
  const notBefore = new Date(notAfter.getTime() - 365 * DAY_MILLIS)
  const further = { serial: '01', issuer: 'CN=x', roles: ['PSP_AI'], der: Buffer.from('x') }
  await database()
    .insert(tppCertificates)
    .values({ thumbprint, tppId, notBefore, notAfter, firstSeenAt: new Date(), ...further })
  return thumbprint
}

/** So many days later: the bank itself may not change a certificate that it has seen. */
async function whenLeft(thumbprint: string, days: number): Promise<void> {
  await owner.query(
    `update tpp_certificates set not_after = now() + $2 * interval '1 day' where thumbprint = $1`,
    [thumbprint, days],
  )
}

async function warningsOf(tppId: string) {
  const rows = await database()
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.tppId, tppId), eq(auditEvents.type, 'tpp.certificate-ends')))
    .orderBy(auditEvents.id)
  return rows.map(({ detail }) => detail.days)
}

test('each threshold is one event, to the third party and to staff, however often it is looked for', async () => {
  const tppId = await newTpp()
  const thumbprint = await givenCertificate(tppId, 60.5)
  const said: unknown[] = []
  for (const left of [60.5, 59.9, 45, 30.1, 29.9, 8, 6.9, 0.1, -1]) {
    await whenLeft(thumbprint, left)
    await housekeeping()
    await housekeeping()
    said.push((await warningsOf(tppId)).length)
  }
  expect(await warningsOf(tppId)).toEqual([60, 30, 7])
  expect(said).toEqual([0, 1, 1, 1, 2, 2, 3, 3, 3])
  const told = await database().select().from(outbox).where(eq(outbox.tppId, tppId))
  expect(told.map(({ audience }) => audience).sort()).toEqual([
    'staff',
    'staff',
    'staff',
    'tpp',
    'tpp',
    'tpp',
  ])
  expect(told[0]?.detail).toMatchObject({ thumbprint, days: 60, notAfter: expect.any(String) })
})

test('workers that look at the same moment warn once', async () => {
  const tppId = await newTpp()
  await givenCertificate(tppId, 20)
  await Promise.all(Array.from({ length: 6 }, () => warnOfEnds()))
  expect(await warningsOf(tppId)).toEqual([30])
})

test('a renewed certificate silences the older one, and is warned of itself', async () => {
  const tppId = await newTpp()
  const older = await givenCertificate(tppId, 40)
  await warnOfEnds()
  const renewed = await givenCertificate(tppId, 400)
  await whenLeft(older, 5)
  await warnOfEnds()
  expect(await warningsOf(tppId)).toEqual([60])
  await whenLeft(renewed, 59)
  await warnOfEnds()
  expect(await warningsOf(tppId)).toEqual([60, 60])
})

test('one that has ended its access, or whose certificate is over, is not warned', async () => {
  const [ended, over] = [await newTpp(), await newTpp()]
  await givenCertificate(ended, 5)
  await givenCertificate(over, -1)
  await database().update(tpps).set({ status: 'ended' }).where(eq(tpps.id, ended))
  await warnOfEnds()
  expect([await warningsOf(ended), await warningsOf(over)]).toEqual([[], []])
})

test('staff see first whose certificate ends soonest, and nobody who has renewed', async () => {
  const [soon, renewed, later] = [await newTpp(), await newTpp(), await newTpp()]
  await givenCertificate(later, 50)
  await givenCertificate(soon, 3)
  await givenCertificate(renewed, 2)
  await givenCertificate(renewed, 300)
  const rows = await findThirdParties({})
  const ending = rows.filter(({ certificateEndsSoon }) => certificateEndsSoon).map(({ id }) => id)
  expect(ending.indexOf(soon)).toBeLessThan(ending.indexOf(later))
  expect(ending).not.toContain(renewed)
  expect(rows.slice(0, ending.length).map(({ id }) => id)).toEqual(ending)
})
