import { asc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { accessLog } from '@/db/schema/audit'
import { consentUses } from '@/db/schema/consent-uses'
import { ledgerAccounts } from '@/db/schema/ledger'
import { givenBooking, givenPsu } from '@/e2e/fixtures/given-consent'
import { givenPaymentAccount } from '@/e2e/fixtures/given-ledger'
import { givenReader } from '@/e2e/fixtures/given-reader'
import { balancesToShow } from '@/lib/accounts/balances-to-show'

const psuId = await givenPsu()
const { of } = await givenReader('PSDNL-DNB-FAILURES', psuId)
const bookings = [givenBooking('2026-11-01')]
const down = await givenPaymentAccount({ psuId, script: 'down', bookings })
const well = await givenPaymentAccount({ psuId, bookings })

test.each([
  '/v1/accounts',
  `/v1/accounts/${down}`,
  `/v1/accounts/${down}/balances`,
  `/v1/accounts/${down}/transactions?bookingStatus=booked&dateFrom=2026-11-01`,
  `/v1/accounts/${down}/transactions/${bookings[0]?.id}`,
])('while the ledger cannot be reached %s is 503 with Retry-After, never an empty answer', async (path) => {
  const { read } = await of([{ accountId: down }])
  const { status, code, headers, json } = await read(path)
  expect([status, code, headers['retry-after']]).toEqual([503, 'SERVICE_UNAVAILABLE', '60'])
  expect(json.tppMessages).toHaveLength(1)
})

const rowsOf = (consentId: string) =>
  database().select().from(accessLog).where(eq(accessLog.consentId, consentId)).orderBy(asc(accessLog.at))
const play = (script: 'down' | null) =>
  database().update(ledgerAccounts).set({ script }).where(eq(ledgerAccounts.id, down))

test('a list with one account that cannot be reached is no list', async () => {
  const { read } = await of([{ accountId: down }, { accountId: well }])
  expect((await read('/v1/accounts')).status).toBe(503)
  expect((await read(`/v1/accounts/${well}/balances`)).status).toBe(200)
})

test('a read that was granted and then failed is in the log as what was answered', async () => {
  const { read, consentId } = await of([{ accountId: down }])
  await read(`/v1/accounts/${down}/balances`)
  const [served, answered] = await rowsOf(consentId)
  expect(served).toMatchObject({ status: 200, corrects: null })
  expect(answered).toMatchObject({
    callId: served?.callId,
    status: 503,
    code: 'SERVICE_UNAVAILABLE',
    corrects: served?.at,
  })
})

test.each([
  `/v1/accounts/${down}`,
  `/v1/accounts/${down}/balances`,
  `/v1/accounts/${down}/transactions?bookingStatus=booked&dateFrom=2026-11-01`,
])(
  'however often %s fails it costs none of the four reads of a day, and never makes a fifth',
  async (path) => {
    const { read } = await of([{ accountId: down }])
    const statuses = async (times: number) => {
      const all: number[] = []
      for (let time = 0; time < times; time++) all.push((await read(path)).status)
      return all
    }
    expect(await statuses(6)).toEqual([503, 503, 503, 503, 503, 503])
    await play(null)
    expect(await statuses(5)).toEqual([200, 200, 200, 200, 429])
    await play('down')
  },
)

test('a statement that is too long is no read', async () => {
  const many = Array.from({ length: 2_001 }, () => givenBooking('2026-11-02'))
  const accountId = await givenPaymentAccount({ psuId, bookings: many })
  const { read, consentId } = await of([{ accountId }])
  const path = `/v1/accounts/${accountId}/transactions?bookingStatus=booked&dateFrom=2026-11-01`
  for (let time = 0; time < 5; time++) {
    const { status, code, json } = await read(path, { accept: 'application/xml' })
    expect([status, code]).toEqual([400, 'PERIOD_INVALID'])
    expect(json.tppMessages[0]).toMatchObject({
      path: 'dateFrom',
      text: 'The period holds more than 2000 entries. Ask for a shorter one, or for JSON, which comes in pages.',
    })
  }
  expect((await read(path)).status).toBe(200)
  const counted = await database().select().from(consentUses).where(eq(consentUses.consentId, consentId))
  expect(counted.map(({ recent }) => recent.length)).toEqual([1])
})

test('a page of the customer shows no balances while the ledger cannot be reached', async () => {
  expect(await balancesToShow([down])).toEqual([])
  expect(await balancesToShow([well])).toHaveLength(2)
})

test('nobody but who may read an account learns that it cannot be reached', async () => {
  const { read } = await of([{ accountId: well }])
  const entry = bookings[0]?.id ?? ''
  const path = `/v1/accounts/${down}/transactions`
  const answers = [
    await read(`${path}/${entry}`),
    await read(`${path}?bookingStatus=booked&entryReferenceFrom=${entry.replaceAll('-', '')}`),
  ]
  for (const { status } of answers) expect([401, 404]).toContain(status)
})
