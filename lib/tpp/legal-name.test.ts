import { randomUUID } from 'node:crypto'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { auditEvents } from '@/db/schema/audit'
import { tpps } from '@/db/schema/tpps'
import { now } from '@/lib/clock'
import type { VettedCertificate } from './caller'
import { enrolTpp } from './enrol-tpp'

// THR-12: whom a certificate calls otherwise than the one before is in the trail, and known to who knew the other name.

const DAY = 86_400_000
let tppId: string
beforeEach(() => {
  tppId = `PSDNL-DNB-${randomUUID()}`
})

const certificate = (organization: string, daysAgo: number): VettedCertificate => ({
  thumbprint: randomUUID(),
  use: 'web',
  serial: '01',
  issuer: 'CN=x',
  subject: { commonName: 'tpp.example', organization, country: 'NL' },
  organizationIdentifier: tppId,
  authority: { id: 'NL-DNB', name: 'De Nederlandsche Bank', country: 'NL' },
  roles: ['PSP_AI'],
  notBefore: new Date(Date.now() - daysAgo * DAY),
  notAfter: new Date(Date.now() + 300 * DAY),
  der: Buffer.from('x'),
  issuerKey: null,
})

const enrol = async (...given: Parameters<typeof certificate>) => enrolTpp(certificate(...given), await now())
const nameNow = async () => (await database().select().from(tpps).where(eq(tpps.id, tppId)))[0]?.legalName
const named = async () => {
  const rows = await database()
    .select()
    .from(auditEvents)
    .where(
      and(eq(auditEvents.tppId, tppId), inArray(auditEvents.type, ['tpp.legal-name-changed', 'tpp.renamed'])),
    )
    .orderBy(asc(auditEvents.at), asc(auditEvents.id))
  return rows.map(({ type, detail }) => [type, detail.from, detail.to])
}

test('the same name again, and an older certificate with another, change nothing', async () => {
  await enrol('Saldo ApS', 10)
  await enrol('Saldo ApS', 5)
  await enrol('Formue A/S', 20)
  expect(await named()).toEqual([])
  expect(await nameNow()).toBe('Saldo ApS')
})

test('another name in a younger certificate is an event; who goes by it is renamed for its customers', async () => {
  await enrol('Saldo ApS', 10)
  await enrol('Formue A/S', 5)
  expect(await named()).toEqual([
    ['tpp.legal-name-changed', 'Saldo ApS', 'Formue A/S'],
    ['tpp.renamed', 'Saldo ApS', 'Formue A/S'],
  ])
  expect(await nameNow()).toBe('Formue A/S')
})

test('who has a brand keeps it: staff read of the new legal name, customers of no other app', async () => {
  await enrol('Saldo ApS', 10)
  await database().update(applications).set({ brand: 'Saldo' }).where(eq(applications.clientId, tppId))
  await enrol('Formue A/S', 5)
  expect(await named()).toEqual([['tpp.legal-name-changed', 'Saldo ApS', 'Formue A/S']])
})
