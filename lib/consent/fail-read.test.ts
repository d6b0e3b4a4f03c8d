import { asc, eq, sql } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { closeHotPath } from '@/db/hot-path'
import { accessLog } from '@/db/schema/audit'
import { consentUses } from '@/db/schema/consent-uses'
import { consents } from '@/db/schema/consents'
import { codeOf, givenUse, LIST } from '@/e2e/fixtures/consent-in-use'
import { givenApplication } from '@/e2e/fixtures/consent-life'
import { givenAccount, givenPsu, givenTpp } from '@/e2e/fixtures/given-consent'
import { endOfDay } from '@/lib/bank-day'
import { env } from '@/lib/env'
import { expireConsent } from './expire-consent'
import { failRead } from './fail-read'
import { findAccessHistory } from './find-access-history'
import { findPermissions } from './find-permissions'
import type { Endpoint, UseConsent } from './use-consent'

// REG-DAT-04: what gave nothing does not count, and giving it back never makes room for a fifth.

const TPP = 'PSDNL-DNB-GIVEBACK'
let psuId: string
let account: string
let second: string

beforeAll(async () => {
  await givenTpp(TPP)
  await givenApplication(TPP)
  psuId = await givenPsu()
  account = await givenAccount({ psuId })
  second = await givenAccount({ psuId })
})
afterAll(closeHotPath)

/** `serve` and `fail` are a read that is granted and then served, or not. */
async function given(change: Partial<Parameters<typeof givenUse>[0]> = {}) {
  const accounts = [{ accountId: account }, { accountId: second }]
  const consent = await givenUse({ tppId: TPP, psuId, accounts, ...change })
  const { consentId } = consent
  const failed = (callId: string, endpoint: Endpoint | null = 'balances') =>
    failRead({ callId, consentId, endpoint, status: 503, code: 'SERVICE_UNAVAILABLE' })
  const serve = (other: Partial<UseConsent> = {}) => codeOf(consent.use(other))
  const fail = async (other: Partial<UseConsent> = {}) => {
    const callId = newId()
    const code = await serve({ callId, ...other })
    if (code === 'granted') await failed(callId, other.endpoint)
    return code
  }
  return { ...consent, serve, fail, failed }
}

const rowsOf = (consentId: string) =>
  database().select().from(accessLog).where(eq(accessLog.consentId, consentId)).orderBy(asc(accessLog.at))
const recentOf = async (consentId: string) => {
  const rows = await database().select().from(consentUses).where(eq(consentUses.consentId, consentId))
  return rows.flatMap(({ recent }) => recent).length
}
const consentOf = async (consentId: string) => {
  const [row] = await database().select().from(consents).where(eq(consents.id, consentId))
  return row
}

test('four reads are served however many failed before and between them, and a fifth is not', async () => {
  const { serve, fail } = await given()
  for (let read = 0; read < 6; read++) expect(await fail()).toBe('granted')
  for (let read = 0; read < 4; read++) {
    expect(await serve()).toBe('granted')
    expect(await fail()).toBe(read < 3 ? 'granted' : 'access_exceeded')
  }
  expect(await serve()).toBe('access_exceeded')
})

test('a failed read gives back itself alone: not one of another endpoint, account or page', async () => {
  const { serve, fail, consentId } = await given()
  for (let read = 0; read < 4; read++) expect(await serve()).toBe('granted')
  expect(await fail({ accountId: second })).toBe('granted')
  expect(await fail({ endpoint: 'account' })).toBe('granted')
  expect(await fail({ psuPresent: true })).toBe('granted')
  expect(await fail({ continued: true })).toBe('granted')
  expect(await recentOf(consentId)).toBe(4)
  expect(await serve()).toBe('access_exceeded')
})

test.each([
  ['with the customer there', { psuPresent: true }],
  ['of a further page', { continued: true }],
])('a read %s gives back none of those at the same moment without them', async (_, uncounted) => {
  const { use, failed, serve, consentId } = await given()
  const free = newId()
  // Of one group, so of one time of the database.
  await Promise.all([
    use({ callId: free, ...uncounted }),
    ...Array.from({ length: 4 }, () => use({ callId: newId() })),
  ])
  await failed(free)
  expect(await recentOf(consentId)).toBe(4)
  expect(await serve()).toBe('access_exceeded')
})

test('a call that was never recorded gives nothing back and is no row', async () => {
  const { failed, serve, consentId } = await given()
  expect(await serve()).toBe('granted')
  await expect(failed(newId())).rejects.toThrow('no row')
  expect(await recentOf(consentId)).toBe(1)
  expect(await rowsOf(consentId)).toHaveLength(1)
})

test('the log only grows: a further row says what was answered and which row it corrects', async () => {
  const { fail, consentId } = await given()
  await fail()
  const [served, answered, ...more] = await rowsOf(consentId)
  expect(more).toEqual([])
  expect(served).toMatchObject({ status: 200, code: null, corrects: null })
  const { at, status, code, items, writtenIn, ...same } = served ?? {}
  expect(answered).toMatchObject({ ...same, status: 503, code: 'SERVICE_UNAVAILABLE', corrects: at })
})

test('the customer sees the failed read once, as failed, and not as the last look', async () => {
  const { fail, serve, consentId } = await given()
  const now = new Date()
  const timeZone = env.BANK_TIME_ZONE
  const history = () => findAccessHistory({ consentId, psuId, days: 1, timeZone, now: new Date() })
  const lastLook = async () => (await findPermissions({ psuId, consentId, now }))[0]?.lastLookedAt
  await fail()
  expect(await history()).toMatchObject({
    days: [{ present: 0, away: 0, refused: 0, failed: 1 }],
    calls: [{ outcome: 'failed', code: 'SERVICE_UNAVAILABLE' }],
  })
  expect(await lastLook()).toBeNull()
  await serve()
  await serve({ accountId: second })
  const after = await history()
  expect(after.days).toMatchObject([{ away: 1, refused: 0, failed: 1 }])
  expect(after.calls.map(({ outcome }) => outcome)).toEqual(['served', 'served', 'failed'])
  expect(await lastLook()).not.toBeNull()
})

test.each([true, false])(
  'after a failed read the look before it is the last one again, customer there: %s',
  async (psuPresent) => {
    const { serve, fail, consentId } = await given()
    const lastLook = async () =>
      (await findPermissions({ psuId, consentId, now: new Date() }))[0]?.lastLookedAt
    await serve({ psuPresent: true })
    await serve({ accountId: second, psuPresent: false })
    const before = await lastLook()
    // As if a day had gone by: what is counted is kept no longer.
    await database().update(consentUses).set({ recent: [] }).where(eq(consentUses.accountId, account))
    expect(await fail({ psuPresent })).toBe('granted')
    expect(await lastLook()).toEqual(before)
    expect(await fail({ accountId: second, psuPresent })).toBe('granted')
    expect(await lastLook()).toEqual(before)
    await serve({ psuPresent })
    expect(before && (await lastLook())?.getTime()).toBeGreaterThan(before?.getTime() ?? 0)
  },
)

test('while others read at once, what fails is given back and exactly four are served in the end', async () => {
  const { serve, fail, consentId } = await given()
  const readers = Array.from({ length: 40 }, (_, reader) => (reader % 3 === 0 ? serve() : fail()))
  const codes = await Promise.all(readers)
  const kept = codes.filter((code, reader) => reader % 3 === 0 && code === 'granted').length
  expect(kept).toBeLessThanOrEqual(4)
  expect(await recentOf(consentId)).toBe(kept)
  for (let read = kept; read < 4; read++) expect(await serve()).toBe('granted')
  expect(await serve()).toBe('access_exceeded')
  const rows = await rowsOf(consentId)
  const failures = rows.filter(({ corrects }) => corrects !== null)
  expect(rows.filter(({ status }) => status === 200)).toHaveLength(failures.length + 4)
})

describe('a one-off consent', () => {
  const endsAt = endOfDay('2099-05-04', env.BANK_TIME_ZONE)
  const once = () => given({ recurring: false, frequencyPerDay: 1, readsLeft: 3, endsAt })

  test('gives again what failed, once, and has its own end again while nothing of it was given', async () => {
    const { serve, fail, consentId } = await once()
    expect(await fail({ psuPresent: true })).toBe('granted')
    expect(await consentOf(consentId)).toMatchObject({ readsLeft: 3, endsAt })
    expect(await fail()).toBe('granted')
    expect(await serve()).toBe('granted')
    expect(await serve()).toBe('consent_expired')
    expect(await consentOf(consentId)).toMatchObject({ readsLeft: 2 })
  })

  test('keeps the short end that another read began', async () => {
    const { serve, fail, consentId } = await once()
    expect(await serve(LIST)).toBe('granted')
    const short = (await consentOf(consentId))?.endsAt
    expect(await fail()).toBe('granted')
    expect(await consentOf(consentId)).toMatchObject({ readsLeft: 2, endsAt: short })
    expect(short?.getTime()).toBeLessThan(endsAt.getTime())
  })

  test('keeps the short end also of a read at the same time', async () => {
    for (let round = 0; round < 10; round++) {
      const { serve, fail, consentId } = await once()
      await Promise.all([fail(), serve(LIST)])
      const consent = await consentOf(consentId)
      expect(consent?.readsLeft).toBe(2)
      expect(consent?.endsAt.getTime()).toBeLessThan(endsAt.getTime())
    }
  })

  test('is not ended by the job of a use that gave nothing, and that job waits for the end', async () => {
    const { fail, consentId } = await once()
    await fail()
    await expireConsent({ consentId })
    expect(await consentOf(consentId)).toMatchObject({ status: 'valid', endsAt })
    const { rows } = await database().execute<{ run_at: string }>(
      sql`select run_at from graphile_worker.jobs where key = ${`consent.expire:${consentId}`}`,
    )
    expect(rows.map(({ run_at }) => new Date(run_at).getUTCFullYear())).toEqual([2099])
  })

  test('that was stopped meanwhile stays stopped', async () => {
    const { use, failed, consentId } = await once()
    const callId = newId()
    await use({ callId })
    await database().update(consents).set({ status: 'revokedByPsu' }).where(eq(consents.id, consentId))
    await failed(callId)
    expect(await consentOf(consentId)).toMatchObject({ status: 'revokedByPsu', readsLeft: 2 })
  })
})
