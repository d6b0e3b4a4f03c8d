import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { accessLog } from '@/db/schema/audit'
import { givenBooking, givenPsu } from '@/e2e/fixtures/given-consent'
import { givenPaymentAccount, givenStandingOrder } from '@/e2e/fixtures/given-ledger'
import { givenReader } from '@/e2e/fixtures/given-reader'
import { addDays, bankDay } from '@/lib/bank-day'
import { env } from '@/lib/env'

const psuId = await givenPsu()
const { of } = await givenReader('PSDNL-DNB-DETAILS', psuId)
const today = bankDay(new Date(), env.BANK_TIME_ZONE)
const day = (ago: number) => addDays(today, -ago)

const [recent, old, pending] = [givenBooking(day(3)), givenBooking(day(120)), givenBooking(null)]
const order = givenStandingOrder()
const over = givenStandingOrder({ endsOn: day(2) })
const account = await givenPaymentAccount({
  psuId,
  bookings: [recent, old, pending],
  standingOrders: [order, over],
})
const path = `/v1/accounts/${account}/transactions`

test("an entry that is unknown, another account's or nonsense is RESOURCE_UNKNOWN, alike, and costs no read", async () => {
  const elsewhere = givenBooking(day(1))
  await givenPaymentAccount({ psuId, bookings: [elsewhere] })
  const { read, consentId } = await of([{ accountId: account }])
  const answers = await Promise.all(
    [elsewhere.id, randomUUID(), 'nonsense', order.id].map((id) => read(`${path}/${id}`)),
  )
  for (const { status, code } of answers) expect([status, code]).toEqual([404, 'RESOURCE_UNKNOWN'])
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  const rows = await database().select().from(accessLog).where(eq(accessLog.consentId, consentId))
  expect(rows.map(({ status }) => status)).toEqual([404, 404, 404, 404])
})

test('an entry is refused without the right to transactions, and where it is too old', async () => {
  const without = await of([{ accountId: account, transactions: false }])
  expect((await without.read(`${path}/${recent.id}`)).code).toBe('CONSENT_INVALID')
  expect((await without.read(`${path}/${randomUUID()}`)).code).toBe('CONSENT_INVALID')
  const later = await of([{ accountId: account }], { approvedAt: new Date(Date.now() - 2 * 3_600_000) })
  expect((await later.read(`${path}/${old.id}`)).code).toBe('PERIOD_INVALID')
  expect((await later.read(`${path}/${pending.id}`)).status).toBe(200)
})

test('the list leads to the details of each entry, which are the entry', async () => {
  const { read } = await of([{ accountId: account }])
  const { json } = await read(`${path}?bookingStatus=booked&dateFrom=${day(5)}`)
  const [{ _links, ...entry }] = json.transactions.booked
  expect(_links.transactionDetails.href).toBe(`${env.MTLS_ORIGIN}/xs2a${path}/${recent.id}`)
  const details = await read(_links.transactionDetails.href)
  expect(details.json).toEqual({ transactionsDetails: entry })
  expect(entry.entryReference).toBe(recent.id.replaceAll('-', ''))
  expect((await read(`${path}/${old.id}`)).status).toBe(200)
})

test('details of an entry are counted by themselves: four unattended reads of each', async () => {
  const { read } = await of([{ accountId: account }])
  for (let time = 0; time < 4; time++) expect((await read(`${path}/${recent.id}`)).status).toBe(200)
  expect((await read(`${path}/${recent.id}`)).code).toBe('ACCESS_EXCEEDED')
  expect((await read(`${path}/${pending.id}`)).status).toBe(200)
})

test('information lists the standing orders that still run, whatever dates came with it', async () => {
  const { read } = await of([{ accountId: account }])
  const { json } = await read(`${path}?bookingStatus=information&dateFrom=${day(-3)}&dateTo=${day(9)}`)
  expect(Object.keys(json.transactions)).toEqual(['information', '_links'])
  expect(json.transactions.information).toEqual([
    {
      transactionId: order.id,
      transactionAmount: { amount: '-850.00', currency: 'DKK' },
      creditorName: 'Landlord',
      creditorAccount: { iban: 'DK5000400440116243' },
      remittanceInformationUnstructured: 'Rent',
      bankTransactionCode: 'PMNT-ICDT-STDO',
      additionalInformationStructured: {
        standingOrderDetails: { startDate: '2025-01-01', frequency: 'Monthly', dayOfExecution: '1' },
      },
    },
  ])
  expect((await read(`${path}?bookingStatus=information&deltaList=true`)).status).toBe(200)
})

test('information needs the right to transactions', async () => {
  const { read } = await of([{ accountId: account, transactions: false }])
  expect((await read(`${path}?bookingStatus=information`)).code).toBe('CONSENT_INVALID')
})
