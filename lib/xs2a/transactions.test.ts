import { X509Certificate } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { bookEntry } from '@/e2e/fixtures/book-entry'
import { givenAccount, givenBooking, givenConsent, givenPsu, givenToken } from '@/e2e/fixtures/given-consent'
import { tppWithQwac, type Wire } from '@/e2e/fixtures/xs2a-tpp'
import { addDays, bankDay } from '@/lib/bank-day'
import type { Booking } from '@/lib/core-banking/account'
import { env } from '@/lib/env'

const TPP = 'PSDNL-DNB-PAGES'
const tpp = await tppWithQwac(TPP)
const psuId = await givenPsu()
const today = bankDay(new Date(), env.BANK_TIME_ZONE)
const day = (ago: number) => addDays(today, -ago)

function thumbprintOf({ clientCert }: Wire): string {
  const { fingerprint256 } = new X509Certificate(Buffer.from(clientCert.slice(1, -1), 'base64'))
  return Buffer.from(fingerprint256.replaceAll(':', ''), 'hex').toString('base64url')
}

async function given(bookings: Booking[]) {
  const accountId = await givenAccount({ psuId, bookings })
  const consent = await givenConsent({ tppId: TPP, psuId, accounts: [{ accountId }] })
  const token = await givenToken({ grantId: consent.grantId, certificateThumbprint: thumbprintOf(tpp) })
  const headers = { 'consent-id': consent.consentId, authorization: `Bearer ${token}` }
  const follow = (href: string) => tpp.call(href.replace(`${env.MTLS_ORIGIN}/xs2a`, ''), { headers })
  const read = (query: string) => follow(`/v1/accounts/${accountId}/transactions?${query}`)
  return { accountId, ...consent, headers, follow, read }
}

const ids = (list: { transactionId: string }[]) => list.map(({ transactionId }) => transactionId)

test.each([
  ['bookingStatus=all&dateFrom=2026-01-01', 'PARAMETER_NOT_SUPPORTED', 'bookingStatus'],
  ['bookingStatus=others&dateFrom=2026-01-01', 'FORMAT_ERROR', 'bookingStatus'],
  ['dateFrom=2026-01-01', 'FORMAT_ERROR', 'bookingStatus'],
  ['bookingStatus=booked', 'FORMAT_ERROR', 'dateFrom'],
  ['bookingStatus=pending', 'FORMAT_ERROR', 'dateFrom'],
  ['bookingStatus=booked&dateFrom=2026-02-30', 'FORMAT_ERROR', 'dateFrom'],
  ['bookingStatus=booked&dateFrom=01.02.2026', 'FORMAT_ERROR', 'dateFrom'],
  // The database has no year 0: there it would fail, and every read that shares its commit with it.
  ['bookingStatus=booked&dateFrom=0000-01-01', 'FORMAT_ERROR', 'dateFrom'],
  ['bookingStatus=booked&dateFrom=2026-01-01&dateTo=0000-12-31', 'FORMAT_ERROR', 'dateTo'],
  ['bookingStatus=booked&dateFrom=10000-01-01', 'FORMAT_ERROR', 'dateFrom'],
  ['bookingStatus=booked&dateFrom=0001-01-01', 'PERIOD_INVALID', 'dateFrom'],
  ['bookingStatus=booked&dateFrom=9999-12-31', 'PERIOD_INVALID', 'dateFrom'],
  ['bookingStatus=booked&dateFrom=2026-01-02&dateTo=2026-01-01', 'PERIOD_INVALID', 'dateTo'],
  ['bookingStatus=booked&dateFrom=2026-01-01&withBalance=1', 'FORMAT_ERROR', 'withBalance'],
  ['bookingStatus=booked&dateFrom=2026-01-01&deltaList=yes', 'FORMAT_ERROR', 'deltaList'],
])('400 for %s', async (query, code, path) => {
  const { read } = await given([])
  const answer = await read(query)
  expect([answer.status, answer.code, answer.path]).toEqual([400, code, path])
})

test('both ends of the period are included, booked and pending are told apart, entries read as the standard names them', async () => {
  const bookings = [
    givenBooking(day(3)),
    givenBooking(day(2)),
    givenBooking(day(1)),
    givenBooking(null, '-7.00'),
  ]
  const { read, accountId } = await given(bookings)
  const { json } = await read(`bookingStatus=both&dateFrom=${day(3)}&dateTo=${day(2)}`)
  expect(ids(json.transactions.booked)).toEqual([bookings[1]?.id, bookings[0]?.id])
  expect(json.transactions.booked[0]).toMatchObject({
    bookingDate: day(2),
    transactionAmount: { amount: '-12.30', currency: 'DKK' },
    creditorName: 'Bageriet',
    creditorAccount: { iban: 'DK5000400440116243' },
    remittanceInformationUnstructured: 'Rundstykker',
  })
  expect(ids(json.transactions.pending)).toEqual([bookings[3]?.id])
  expect(json.transactions.pending[0]).not.toHaveProperty('bookingDate')
  expect(json.transactions._links.account.href).toBe(`${env.MTLS_ORIGIN}/xs2a/v1/accounts/${accountId}`)
  expect((await read(`bookingStatus=booked&dateFrom=${day(3)}`)).json.transactions).not.toHaveProperty(
    'pending',
  )
  const pending = await read(`bookingStatus=pending&dateFrom=${day(3)}&withBalance=true`)
  expect(pending.json.transactions).not.toHaveProperty('booked')
  expect(pending.json.balances).toHaveLength(2)
})

test('pages give every entry once, in order, while new ones are booked, and cost one read of the quota', async () => {
  const bookings = [
    ...Array.from({ length: 245 }, (_, index) => givenBooking(day(index % 7))),
    ...Array.from({ length: 3 }, () => givenBooking(null)),
  ]
  const { read, follow, accountId } = await given(bookings)
  const query = `bookingStatus=both&dateFrom=${day(30)}`
  const first = await read(query)
  const seen = [...ids(first.json.transactions.pending), ...ids(first.json.transactions.booked)]
  expect(seen).toHaveLength(100)
  await bookEntry(accountId, givenBooking(today, '999.00'))
  let next = first.json.transactions._links.next?.href
  while (next) {
    const { json, status } = await follow(next)
    expect(status).toBe(200)
    seen.push(...ids(json.transactions.booked))
    next = json.transactions._links.next?.href
  }
  expect(seen).toHaveLength(248)
  expect(new Set(seen)).toEqual(new Set(bookings.map(({ id }) => id)))
  // A page again is the same page, and still free; a new read is not.
  expect((await follow(first.json.transactions._links.next.href)).status).toBe(200)
  for (let time = 0; time < 3; time++) expect((await read(query)).status).toBe(200)
  expect((await read(query)).code).toBe('ACCESS_EXCEEDED')
})

test('balances come with the counted answer alone, never by a link of it, however often it is fetched', async () => {
  const { read, follow } = await given(Array.from({ length: 101 }, () => givenBooking(day(1))))
  const first = await read(`bookingStatus=booked&dateFrom=${day(5)}&withBalance=true`)
  expect(first.json.balances).toHaveLength(2)
  const next = await follow(first.json.transactions._links.next.href)
  const { first: start, previous } = next.json.transactions._links
  for (const page of [next, await follow(start.href), await follow(previous.href)]) {
    expect(page.status).toBe(200)
    expect(page.json).not.toHaveProperty('balances')
  }
})

test('a next link serves only the read it belongs to, and for a quarter of an hour', async () => {
  const bookings = Array.from({ length: 101 }, () => givenBooking(day(1)))
  const mine = await given(bookings)
  const other = await given(bookings.map((booking) => ({ ...booking })))
  const first = await mine.read(`bookingStatus=booked&dateFrom=${day(5)}`)
  const next: string = first.json.transactions._links.next.href
  const refused = async (answer: ReturnType<Wire['call']>) => {
    const { status, code, path } = await answer
    expect([status, code, path]).toEqual([400, 'FORMAT_ERROR', 'page'])
  }
  await refused(other.follow(next.replace(mine.accountId, other.accountId)))
  await refused(other.follow(next))
  await refused(mine.follow(next.replace(day(5), day(80))))
  await refused(mine.follow(next.replace('booked', 'both')))
  await refused(mine.follow(`${next}&withBalance=true`))
  await refused(mine.follow(next.slice(0, -2)))
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 15 * 60_000 + 1 })
  await refused(mine.follow(next))
  vi.useRealTimers()
  expect((await mine.follow(next)).status).toBe(200)
})

test('a stop ends the pages as well', async () => {
  const { read, follow, consentId } = await given(Array.from({ length: 101 }, () => givenBooking(day(1))))
  const first = await read(`bookingStatus=booked&dateFrom=${day(5)}`)
  await tpp.call(`/v1/consents/${consentId}`, { method: 'DELETE' })
  expect((await follow(first.json.transactions._links.next.href)).code).toBe('CONSENT_INVALID')
})

test('a dateTo ahead means today, a dateFrom ahead is PERIOD_INVALID', async () => {
  const { read } = await given([givenBooking(day(0))])
  const { json } = await read(`bookingStatus=booked&dateFrom=${day(1)}&dateTo=${day(-9)}`)
  expect(json.transactions.booked).toHaveLength(1)
  expect((await read(`bookingStatus=booked&dateFrom=${day(-2)}`)).code).toBe('PERIOD_INVALID')
})

test('previous leads back page by page to the first, over the border of pending and booked', async () => {
  const bookings = [
    ...Array.from({ length: 110 }, () => givenBooking(null)),
    ...Array.from({ length: 140 }, (_, index) => givenBooking(day(index % 3))),
  ]
  const { read, follow, accountId } = await given(bookings)
  const first = await read(`bookingStatus=both&dateFrom=${day(5)}`)
  const entries = ({ json }: typeof first) => [
    ...ids(json.transactions.pending),
    ...ids(json.transactions.booked),
  ]
  const links = ({ json }: typeof first) => json.transactions._links
  const second = await follow(links(first).next.href)
  const third = await follow(links(second).next.href)
  expect(Object.keys(links(first))).toEqual(['account', 'next'])
  expect(Object.keys(links(second)).sort()).toEqual(['account', 'first', 'next', 'previous'])
  expect(Object.keys(links(third)).sort()).toEqual(['account', 'first', 'previous'])
  await bookEntry(accountId, givenBooking(null))
  await bookEntry(accountId, givenBooking(day(1)))
  const back = await follow(links(third).previous.href)
  expect(entries(back)).toEqual(entries(second))
  const start = await follow(links(back).previous.href)
  expect(entries(start)).toEqual(entries(first))
  expect(Object.keys(links(start))).toEqual(['account', 'next'])
  expect(entries(await follow(links(third).first.href))).toEqual(entries(first))
  expect(entries(await follow(links(start).next.href))).toEqual(entries(second))
})
