import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test, vi } from 'vitest'
import { database } from '@/db/connection'
import { accessLog } from '@/db/schema/audit'
import { consentUses } from '@/db/schema/consent-uses'
import { consents } from '@/db/schema/consents'
import { givenBooking, givenPsu } from '@/e2e/fixtures/given-consent'
import { givenPaymentAccount, givenStandingOrder } from '@/e2e/fixtures/given-ledger'
import { givenReader } from '@/e2e/fixtures/given-reader'
import * as reports from '@/lib/accounts/delivered-report'
import { addDays, bankDay } from '@/lib/bank-day'
import * as ledger from '@/lib/core-banking/ledger'
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
  // Each was granted before the entry was looked for, and is said not to have been served after all.
  const said = (corrects: boolean) => rows.filter((row) => (row.corrects !== null) === corrects)
  expect(said(false).map(({ status }) => status)).toEqual([200, 200, 200, 200])
  expect(said(true).map(({ status }) => status)).toEqual([404, 404, 404, 404])
  const uses = await database().select().from(consentUses).where(eq(consentUses.consentId, consentId))
  expect(uses.flatMap(({ recent }) => recent)).toEqual([])
})

test('a one-off consent is not used up, and its minutes do not begin, by an entry that does not exist', async () => {
  const { read, consentId } = await of([{ accountId: account }], { recurring: false })
  expect((await read(`${path}/${randomUUID()}`)).status).toBe(404)
  const gone = `${path}?bookingStatus=booked&entryReferenceFrom=${randomUUID().replaceAll('-', '')}`
  expect((await read(gone)).code).toBe('FORMAT_ERROR')
  const [consent] = await database().select().from(consents).where(eq(consents.id, consentId))
  expect(consent?.endsAt.getTime()).toBeGreaterThan(Date.now() + 30 * 60_000)
  expect((await read(`${path}?bookingStatus=booked&dateFrom=${day(5)}`)).status).toBe(200)
})

test('the ledger is not asked for an entry, nor the books for a mark, before consent, token and account are good', async () => {
  const { read } = await of([{ accountId: account }])
  const stranger = await of([{ accountId: await givenPaymentAccount({ psuId }) }])
  const reference = recent.id.replaceAll('-', '')
  const asked = vi.spyOn(ledger, 'bookingById')
  const looked = vi.spyOn(reports, 'findDelivered')
  const queries = [`entryReferenceFrom=${reference}`, 'deltaList=true']
  const hrefs = [`${path}/${recent.id}`, ...queries.map((query) => `${path}?bookingStatus=booked&${query}`)]
  for (const href of hrefs) {
    expect((await read(href, { 'consent-id': randomUUID() })).code).toBe('CONSENT_UNKNOWN')
    expect((await read(href, { authorization: `Bearer ${'x'.repeat(43)}` })).code).toBe('TOKEN_UNKNOWN')
    expect([401, 404]).toContain((await stranger.read(href)).status)
  }
  expect([asked.mock.calls, looked.mock.calls]).toEqual([[], []])
  for (const href of hrefs) expect((await read(href)).status).toBe(200)
  expect([asked.mock.calls.length, looked.mock.calls.length]).toEqual([2, 1])
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
