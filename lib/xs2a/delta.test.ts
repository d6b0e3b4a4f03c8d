import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { bookEntry } from '@/e2e/fixtures/book-entry'
import { givenBooking, givenPsu } from '@/e2e/fixtures/given-consent'
import { givenPaymentAccount } from '@/e2e/fixtures/given-ledger'
import { givenReader } from '@/e2e/fixtures/given-reader'
import { addDays, bankDay } from '@/lib/bank-day'
import type { Booking } from '@/lib/core-banking/account'
import { env } from '@/lib/env'

const psuId = await givenPsu()
const { of } = await givenReader('PSDNL-DNB-DELTA', psuId)
const today = bankDay(new Date(), env.BANK_TIME_ZONE)
const day = (ago: number) => addDays(today, -ago)
const reference = ({ id }: Booking) => id.replaceAll('-', '')

async function given(bookings: Booking[], change: Parameters<typeof of>[1] = {}) {
  const accountId = await givenPaymentAccount({ psuId, bookings })
  const consent = await of([{ accountId }], change)
  const list = (query: string) => consent.read(`/v1/accounts/${accountId}/transactions?${query}`)
  return { ...consent, accountId, list }
}

const references = (list: { entryReference: string }[]) => list.map(({ entryReference }) => entryReference)
const SINCE = 'bookingStatus=booked&deltaList=true'

test('both delta parameters at once are FORMAT_ERROR', async () => {
  const { list } = await given([])
  for (const flag of ['true', 'false']) {
    const { status, code } = await list(`bookingStatus=booked&deltaList=${flag}&entryReferenceFrom=x`)
    expect([status, code]).toEqual([400, 'FORMAT_ERROR'])
  }
})

test("a reference that is unknown, another account's or nonsense is FORMAT_ERROR, alike, and costs no read", async () => {
  const entry = givenBooking(day(1))
  const { list, read, accountId } = await given([entry])
  const elsewhere = givenBooking(day(1))
  await givenPaymentAccount({ psuId, bookings: [elsewhere] })
  const bad = [reference(elsewhere), randomUUID().replaceAll('-', ''), 'nonsense', entry.id.slice(0, 35)]
  const answers = await Promise.all(bad.map((one) => list(`bookingStatus=booked&entryReferenceFrom=${one}`)))
  for (const { status, code, path } of answers)
    expect([status, code, path]).toEqual([400, 'FORMAT_ERROR', 'entryReferenceFrom'])
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  const path = `/v1/accounts/${accountId}/transactions?bookingStatus=booked&dateFrom=${today}`
  for (let time = 0; time < 4; time++) expect((await read(path)).status).toBe(200)
})

test('a reference to an entry that the consent does not reach back to is PERIOD_INVALID', async () => {
  const old = givenBooking(day(120))
  const { list } = await given([old], { approvedAt: new Date(Date.now() - 2 * 3_600_000) })
  const { code, path } = await list(`bookingStatus=booked&entryReferenceFrom=${reference(old)}`)
  expect([code, path]).toEqual(['PERIOD_INVALID', 'entryReferenceFrom'])
})

test('after an entry comes what was entered later, also where its day is earlier, and dates are left aside', async () => {
  const [first, second] = [givenBooking(day(5)), givenBooking(day(3))]
  const { list, accountId } = await given([first, second])
  const late = givenBooking(day(9))
  await bookEntry(accountId, late)
  const after = async (entry: Booking, further = '') =>
    references(
      (await list(`bookingStatus=booked&entryReferenceFrom=${reference(entry)}${further}`)).json.transactions
        .booked,
    )
  expect(await after(first)).toEqual([reference(second), reference(late)])
  expect(await after(second, `&dateFrom=${today}&dateTo=${day(2)}`)).toEqual([reference(late)])
  expect(await after(late)).toEqual([])
})

test('within a day, too, the list is in the order of the books: after its first entry comes none of the others', async () => {
  const bookings = [9, 4, 7, 1, 8].map((digit) => ({
    ...givenBooking(day(2)),
    id: `${String(digit).repeat(8)}-0000-4000-8000-${randomUUID().slice(-12)}`,
  }))
  const { list } = await given(bookings)
  const listed = references((await list(`bookingStatus=booked&dateFrom=${day(3)}`)).json.transactions.booked)
  expect(listed).toEqual(bookings.map(reference).reverse())
  const { json } = await list(`bookingStatus=booked&entryReferenceFrom=${listed[0]}`)
  expect(json.transactions.booked).toEqual([])
})

test('deltaList gives everything once, then only what came since, per consent and account', async () => {
  const [one, two] = [givenBooking(day(8)), givenBooking(day(2))]
  const { list, accountId } = await given([one, two])
  const since = async (reader = list) => references((await reader(SINCE)).json.transactions.booked)
  expect(await since()).toEqual([reference(two), reference(one)])
  expect(await since()).toEqual([])
  const late = givenBooking(day(8))
  await bookEntry(accountId, late)
  expect(await since()).toEqual([reference(late)])
  // Another consent of the same third party for the same account has been given nothing yet.
  const other = await of([{ accountId }])
  const theirs = await since((query) => other.read(`/v1/accounts/${accountId}/transactions?${query}`))
  expect(theirs).toHaveLength(3)
})

test('a list by dates is no delta report: it moves nothing', async () => {
  const { list } = await given([givenBooking(day(1))])
  await list(`bookingStatus=booked&dateFrom=${day(2)}`)
  expect((await list(SINCE)).json.transactions.booked).toHaveLength(1)
})

test('a delta report counts as given when its last page has been fetched', async () => {
  const { list, read, accountId } = await given(Array.from({ length: 150 }, () => givenBooking(day(1))))
  const first = await list(SINCE)
  expect(first.json.transactions.booked).toHaveLength(100)
  const meanwhile = givenBooking(today)
  await bookEntry(accountId, meanwhile)
  // Never fetched to its end: it all comes again, with what came meanwhile.
  const again = await list(SINCE)
  expect(again.json.transactions.booked[0].entryReference).toBe(reference(meanwhile))
  const rest = await read(again.json.transactions._links.next.href)
  expect(rest.json.transactions.booked).toHaveLength(51)
  expect((await list(SINCE)).json.transactions.booked).toEqual([])
})

test('what is booked while somebody pages through a delta report comes with the next one', async () => {
  const { list, read, accountId } = await given(Array.from({ length: 101 }, () => givenBooking(day(1))))
  const first = await list(SINCE)
  const meanwhile = givenBooking(day(4))
  await bookEntry(accountId, meanwhile)
  const last = await read(first.json.transactions._links.next.href)
  expect(last.json.transactions.booked).toHaveLength(1)
  expect(references((await list(SINCE)).json.transactions.booked)).toEqual([reference(meanwhile)])
})

test('deltaList=false with dates is a list by dates', async () => {
  const { list } = await given([givenBooking(day(1))])
  const { json } = await list(`bookingStatus=booked&deltaList=false&dateFrom=${day(2)}`)
  expect(json.transactions.booked).toHaveLength(1)
  expect((await list('bookingStatus=booked&deltaList=false')).code).toBe('FORMAT_ERROR')
})
