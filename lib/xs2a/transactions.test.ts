import { X509Certificate } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test, vi } from 'vitest'
import { database } from '@/db/connection'
import { ledgerAccounts, ledgerTransactions } from '@/db/schema/ledger'
import { givenAccount, givenBooking, givenConsent, givenPsu, givenToken } from '@/e2e/fixtures/given-consent'
import { tppWithQwac, type Wire } from '@/e2e/fixtures/xs2a-tpp'
import { addDays, bankDay } from '@/lib/bank-day'
import type { Booking } from '@/lib/core-banking/account'
import { ACCOUNT_FIELDS } from '@/lib/core-banking/open-accounts'
import { env } from '@/lib/env'
import { vaultKey } from '@/lib/vault/vault'

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

/** A booking that arrives while somebody pages. */
async function book(accountId: string, { money, detail, ...booking }: Booking) {
  const [account] = await database().select().from(ledgerAccounts).where(eq(ledgerAccounts.id, accountId))
  const key = await vaultKey(account?.keyId ?? '')
  await database()
    .insert(ledgerTransactions)
    .values({
      accountId,
      ...booking,
      ...money,
      sealedDetail: key.seal(ACCOUNT_FIELDS.booking, detail),
    })
}

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
  await book(accountId, givenBooking(today, '999.00'))
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
