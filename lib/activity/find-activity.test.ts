import { eq, sql } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { seedSandbox } from '@/db/seed'
import { PERSONAS } from '@/db/seed/personas'
import { givenApplication, givenConsent, givenTpp } from '@/e2e/fixtures/given-consent'
import { EVENTS } from '@/lib/audit/event-catalogue'
import { recordEvent } from '@/lib/audit/record-event'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { findAccessHistory } from '@/lib/consent/find-access-history'
import { findPermissionOutlines } from '@/lib/consent/find-permission-outlines'
import type { ActivityEntry, ActivityFilter } from './activity-entry'
import { byTime, EVENT_KINDS } from './activity-entry'
import { findActivity } from './find-activity'

const NOTHING: ActivityFilter = { tppId: null, accountId: null, kind: null, day: null }
const { timeZone } = brand
let at: Date
beforeAll(async () => {
  at = await now()
  await seedSandbox({ now: at })
})

const FREJA = PERSONAS.freja.id
type Asked = Omit<Parameters<typeof findActivity>[0], 'outlines'>
const page = async (change: Partial<Asked> = {}) => {
  const asked: Asked = {
    psuId: FREJA,
    filter: NOTHING,
    before: null,
    limit: 40,
    timeZone,
    now: at,
    ...change,
  }
  const outlines = await findPermissionOutlines({ ...asked, withRights: true })
  return findActivity({ ...asked, outlines })
}

async function everything(limit: number, change: Partial<Asked> = {}) {
  const entries: ActivityEntry[] = []
  let before: Asked['before'] = null
  do {
    const read = await page({ limit, before, ...change })
    entries.push(...read.entries)
    before = read.next
  } while (before)
  return entries
}

test('each event that a customer is told of stands here, too', () => {
  const told = Object.entries(EVENTS).filter(([, { audiences }]) =>
    audiences.some((one) => one === 'customer'),
  )
  expect(told.map(([type]) => type).filter((type) => !(type in EVENT_KINDS))).toEqual([])
})

test('nothing of another customer, whatever is asked', async () => {
  const entries = await everything(500)
  const { rows } = await database().execute<{ id: string }>(
    sql`select id from consents where psu_id is distinct from ${FREJA}`,
  )
  const foreign = new Set(rows.map(({ id }) => id))
  expect(entries.length).toBeGreaterThan(100)
  expect(entries.filter(({ consentId }) => consentId !== null && foreign.has(consentId))).toEqual([])
  const { tppId } = (
    await database().execute<{ tppId: string }>(
      sql`select tpp_id as "tppId" from consents where psu_id = ${FREJA} limit 1`,
    )
  ).rows[0] ?? { tppId: '' }
  const mine = await everything(500, { filter: { ...NOTHING, tppId } })
  expect(mine.length).toBeGreaterThan(0)
  expect(mine.filter(({ consentId }) => consentId !== null && foreign.has(consentId))).toEqual([])
})

test('whatever a page holds, the pages together are everything, each entry once and in order', async () => {
  const whole = await everything(100_000)
  expect(whole).toEqual(whole.toSorted(byTime))
  expect(new Set(whole.map(({ id }) => id)).size).toBe(whole.length)
  for (const limit of [7, 40, 333]) expect(await everything(limit)).toEqual(whole)
})

test('two years are shown and not a day more', async () => {
  const later = new Date(at)
  later.setUTCMonth(later.getUTCMonth() + 6)
  const edge = new Date(later)
  edge.setUTCFullYear(edge.getUTCFullYear() - 2)
  const [whole, left] = [await everything(100_000), await everything(500, { now: later })]
  const isOld = (entry: ActivityEntry) => Date.parse(entry.at) <= edge.getTime()
  expect(whole.some(isOld)).toBe(true)
  expect(left.some(isOld)).toBe(false)
  expect(left.length).toBeGreaterThan(whole.length / 2)
})

test('a day of calls counts as the chart of the permission counts it', async () => {
  const bundles = (await everything(500, { filter: { ...NOTHING, kind: 'looks' } })).flatMap((entry) =>
    entry.type === 'looks' && 'day' in entry ? [entry] : [],
  )
  const some = bundles.filter((_, index) => index % 25 === 0).slice(0, 8)
  expect(some.length).toBeGreaterThan(3)
  for (const { consentId, day, counts } of some) {
    const history = await findAccessHistory({
      consentId: consentId ?? '',
      psuId: FREJA,
      days: 731,
      timeZone,
      now: at,
    })
    const same = history.days.find((one) => one.day === day)
    expect(counts).toMatchObject({ present: same?.present, away: same?.away, failed: same?.failed })
  }
})

test('filters hold alone and together', async () => {
  const whole = await everything(100_000)
  const security = await everything(500, { filter: { ...NOTHING, kind: 'security' } })
  expect(security.every(({ consentId }) => consentId === null)).toBe(true)
  const refused = await everything(500, { filter: { ...NOTHING, kind: 'refused' } })
  expect(refused).toEqual(whole.filter(({ type }) => type === 'refused' || type === 'askedRefused'))
  const [first] = refused
  const day = bankDay(new Date(first?.at ?? ''), timeZone)
  const ofDay = await everything(500, { filter: { ...NOTHING, day } })
  expect(ofDay).toEqual(whole.filter((entry) => bankDay(new Date(entry.at), timeZone) === day))
  const accountId = PERSONAS.freja.accounts.holiday.id
  const ofAccount = await everything(500, { filter: { ...NOTHING, accountId } })
  const { rows } = await database().execute<{ id: string }>(
    sql`select consent_id as id from consent_accounts where account_id = ${accountId}`,
  )
  const sharing = new Set(rows.map(({ id }) => id))
  expect(ofAccount.length).toBeGreaterThan(5)
  expect(ofAccount.filter(({ consentId }) => consentId !== null && !sharing.has(consentId))).toEqual([])
})

test('the bank’s word on a third party concerns whoever shares with it, and nobody else', async () => {
  const paused = async (psuId: string) =>
    (await everything(500, { psuId })).filter(({ type }) => type === 'tpp.paused')
  expect(await paused(PERSONAS.oskar.id)).toEqual([])
  expect((await paused(PERSONAS.anna.id)).length).toBeGreaterThan(0)
})

test('of another holder one reads what they decided once one has decided oneself, and never their sign-ins', async () => {
  const [first, second] = [PERSONAS.maja.id, PERSONAS.sam.id]
  const tppId = await givenTpp('PSDNL-DNB-HOLDERS')
  await givenApplication(tppId, 'Shared app')
  const { consentId } = await givenConsent({
    tppId,
    psuId: first,
    accounts: [],
    status: 'partiallyAuthorised',
  })
  const later = new Date(at.getTime() + 1_000)
  const about = { actor: `psu:${first}`, psuId: first, tppId, subject: `consent:${consentId}` } as const
  await database().transaction(async (tx) => {
    await recordEvent(tx, { ...about, at: later, type: 'consent.partially-approved', consentId })
    await recordEvent(tx, { ...about, at: later, type: 'psu.signed-in' })
    await tx.insert(authorisations).values({
      id: consentId,
      resourceKind: 'consent',
      resourceId: consentId,
      approach: 'redirect',
      scaStatus: 'psuIdentified',
      psuId: second,
      createdAt: later,
      updatedAt: later,
    })
  })
  const now = new Date(at.getTime() + 60_000)
  const seen = async () =>
    (await everything(500, { psuId: second, now })).flatMap((entry) =>
      'otherHolder' in entry && entry.otherHolder !== null ? [entry] : [],
    )
  const before = await seen()
  expect(before.filter((entry) => entry.consentId === consentId)).toEqual([])
  await database()
    .update(authorisations)
    .set({ scaStatus: 'finalised' })
    .where(eq(authorisations.id, consentId))
  expect((await seen()).filter((entry) => entry.consentId === consentId)).toMatchObject([
    { type: 'consent.partially-approved', otherHolder: first, told: null, app: 'Shared app' },
  ])
  expect((await seen()).some(({ type }) => type.startsWith('psu.'))).toBe(false)
})
