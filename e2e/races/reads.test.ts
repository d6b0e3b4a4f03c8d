import { X509Certificate } from 'node:crypto'
import { and, asc, eq } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { accessLog } from '@/db/schema/audit'
import { givenAccount, givenBooking, givenConsent, givenPsu, givenToken } from '@/e2e/fixtures/given-consent'
import { moveClock } from '@/e2e/fixtures/move-clock'
import { tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { bankDay, endOfDay } from '@/lib/bank-day'
import { env } from '@/lib/env'
import { twoServers } from './start-server'

// REG-DAT-04: twelve readers at two processes on one database. Without the customer at most four reads in any 24 hours of
// one consent, endpoint and account, also around midnight; and no refusal while there were fewer.

const TPP = 'PSDNL-DNB-READERS'
const READERS = 12
const AGREED = 4
const DAY_MILLIS = 86_400_000
const TIMEOUT = 120_000

const tpp = await tppWithQwac(TPP)
const psuId = await givenPsu()
const ports = twoServers('e2e/races/listener-server.ts')

afterAll(async () => {
  await moveClock('0')
})

test(
  'four reads at once before midnight are the four of the next 24 hours, whatever day it is',
  async () => {
    const { readAll, consentId } = await given()
    expect(await readAll({ minutes: -10 })).toBe(4)
    expect(await readAll({ minutes: 10 })).toBe(0)
    expect(await readAll({ minutes: 23 * 60 + 49 })).toBe(0)
    expect(await readAll({ minutes: 23 * 60 + 52 })).toBe(4)
    expect(await readAll({ minutes: 24 * 60 + 5 })).toBe(0)
    await expectFourADay(consentId, 8)
  },
  TIMEOUT,
)

test(
  'each read is free again 24 hours after itself, not earlier and not with the others',
  async () => {
    const { readAll, consentId } = await given()
    expect(await readAll({ minutes: -600, readers: 1 })).toBe(1)
    expect(await readAll({ minutes: -60, readers: 2 })).toBe(2)
    expect(await readAll({ minutes: 60 })).toBe(1)
    expect(await readAll({ minutes: 13 * 60 })).toBe(0)
    expect(await readAll({ minutes: 14 * 60 + 2 })).toBe(1)
    expect(await readAll({ minutes: 23 * 60 + 2 })).toBe(2)
    expect(await readAll({ minutes: 25 * 60 + 2 })).toBe(1)
    await expectFourADay(consentId, 8)
  },
  TIMEOUT,
)

test(
  'with the customer there, no read is refused and none is counted',
  async () => {
    const { readAll } = await given()
    expect(await readAll({ minutes: -10, present: true })).toBe(READERS)
    expect(await readAll({ minutes: -5 })).toBe(4)
    expect(await readAll({ minutes: 5, present: true })).toBe(READERS)
  },
  TIMEOUT,
)

test(
  'reads that fail while others are served give back what they took: four are served in the end, and no fifth',
  async () => {
    await moveClock('0')
    const bookings = Array.from({ length: 2_001 }, () => givenBooking('2026-11-02'))
    const accountId = await givenAccount({ psuId, bookings })
    for (let round = 0; round < 8; round++) {
      const { consentId, read } = await asked(accountId)
      const path = `/v1/accounts/${accountId}/transactions?bookingStatus=booked&dateFrom=2026-11-01`
      // As a statement so many entries are too long; as a list they come in pages. It is the same count.
      const readAll = (fails: (reader: number) => boolean) =>
        Promise.all(
          Array.from({ length: READERS }, (_, reader) =>
            read(path, reader, { accept: fails(reader) ? 'application/xml' : 'application/json' }),
          ),
        )
      const mixed = await readAll((reader) => reader % 3 > 0)
      expect(mixed.filter(({ status }) => ![200, 400, 429].includes(status))).toEqual([])
      const first = mixed.filter(({ status }) => status === 200).length
      const then = (await readAll(() => false)).filter(({ status }) => status === 200).length
      expect(first + then).toBe(AGREED)
      const rows = await database().select().from(accessLog).where(eq(accessLog.consentId, consentId))
      const corrected = rows.filter(({ corrects }) => corrects !== null)
      expect(corrected).toHaveLength(mixed.filter(({ status }) => status === 400).length)
      expect(rows.filter(({ status }) => status === 200)).toHaveLength(AGREED + corrected.length)
    }
  },
  TIMEOUT,
)

/** A consent, and twelve readers of its balances, `minutes` after a midnight of the bank; how many were served. */
async function given() {
  const accountId = await givenAccount({ psuId })
  const { read, ...consent } = await asked(accountId)
  const midnight =
    endOfDay(bankDay(new Date(), env.BANK_TIME_ZONE), env.BANK_TIME_ZONE).getTime() + DAY_MILLIS
  const readAll = async ({ minutes, readers = READERS, present = false }: Readers) => {
    await moveClock(`${Math.round((midnight - Date.now()) / 1_000) + minutes * 60} seconds`)
    const answers = await Promise.all(
      Array.from({ length: readers }, (_, reader) =>
        read(`/v1/accounts/${accountId}/balances`, reader, {
          ...(present && { 'psu-ip-address': '192.0.2.1' }),
        }),
      ),
    )
    const codes = answers.map(({ status, code }) => (status === 200 ? 'served' : code))
    expect(codes.filter((code) => code !== 'served' && code !== 'ACCESS_EXCEEDED')).toEqual([])
    return codes.filter((code) => code === 'served').length
  }
  return { ...consent, readAll }
}

/** A consent for this account, and a way to read with it at the process of that reader. */
async function asked(accountId: string) {
  const consent = await givenConsent({ tppId: TPP, psuId, accounts: [{ accountId }] })
  const token = await givenToken({
    grantId: consent.grantId,
    certificateThumbprint: thumbprint(),
    expiresAt: new Date(Date.now() + 4 * DAY_MILLIS),
  })
  const own = { 'consent-id': consent.consentId, authorization: `Bearer ${token}` }
  const read = (path: string, reader: number, headers: Record<string, string>) =>
    tpp.call(path, { port: ports[reader % ports.length] ?? 0, headers: { ...own, ...headers } })
  return { ...consent, read }
}

/** By the access log itself: no five served reads within 24 hours, and four behind each refusal. */
async function expectFourADay(consentId: string, served: number): Promise<void> {
  const rows = await database()
    .select({ at: accessLog.at, status: accessLog.status })
    .from(accessLog)
    .where(and(eq(accessLog.consentId, consentId), eq(accessLog.psuPresent, false)))
    .orderBy(asc(accessLog.at))
  const good = rows.filter(({ status }) => status === 200).map(({ at }) => at.getTime())
  expect(good).toHaveLength(served)
  for (const [index, at] of good.slice(AGREED).entries())
    expect(at - (good[index] ?? 0)).toBeGreaterThanOrEqual(DAY_MILLIS)
  for (const { at, status } of rows)
    if (status === 429) {
      const before = good.filter((one) => at.getTime() - one < DAY_MILLIS)
      expect(before.length).toBeGreaterThanOrEqual(AGREED)
    }
}

function thumbprint(): string {
  const { fingerprint256 } = new X509Certificate(Buffer.from(tpp.clientCert.slice(1, -1), 'base64'))
  return Buffer.from(fingerprint256.replaceAll(':', ''), 'hex').toString('base64url')
}

type Readers = { minutes: number; readers?: number; present?: boolean }
