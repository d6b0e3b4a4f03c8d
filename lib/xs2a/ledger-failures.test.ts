import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { accessLog, auditEvents } from '@/db/schema/audit'
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

test('a list with one account that cannot be reached is no list', async () => {
  const { read } = await of([{ accountId: down }, { accountId: well }])
  expect((await read('/v1/accounts')).status).toBe(503)
  expect((await read(`/v1/accounts/${well}/balances`)).status).toBe(200)
})

test('a read that was granted and then failed leaves its row and an event that says so', async () => {
  const { read, consentId } = await of([{ accountId: down }])
  await read(`/v1/accounts/${down}/balances`)
  const rows = await database().select().from(accessLog).where(eq(accessLog.consentId, consentId))
  const events = await database().select().from(auditEvents).where(eq(auditEvents.consentId, consentId))
  expect(rows).toHaveLength(1)
  expect(events).toMatchObject([{ type: 'access.failed', detail: { callId: rows[0]?.callId } }])
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
