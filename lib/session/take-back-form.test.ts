import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { POST as takeBack } from '@/app/(customer)/payments/[paymentId]/cancel/confirm/route'
import { Browser } from '@/e2e/fixtures/browser'
import { givenCustomer } from '@/e2e/fixtures/given-passkey'
import { approve, givenEuro, givenPayer, givenPayment, paymentRow } from '@/e2e/fixtures/given-payment'
import { addDays, bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { accountsOfCustomer } from '@/lib/core-banking/ledger'
import { startSession } from './start-session'

vi.mock('next/headers', async () => (await import('@/e2e/fixtures/browser')).nextHeaders)

const ORIGIN = 'http://localhost:3000'
await givenPayer()

/** Where the form of that payment leads whoever is signed in. */
async function placeAfter(paymentId: string): Promise<string> {
  const request = new Request('http://whatever.example', {
    method: 'POST',
    body: '',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: ORIGIN,
      'sec-fetch-site': 'same-origin',
    },
  })
  const answer = await takeBack(request, { params: Promise.resolve({ paymentId }) })
  return answer.headers.get('location') ?? ''
}

/** A customer who is signed in, and two payments of theirs: one for a later day, one at once. */
async function givenSignedIn() {
  const { psuId, passkey } = await givenCustomer()
  const accountId = await givenEuro({ psuId })
  const [account] = await accountsOfCustomer(psuId)
  if (!account || !('iban' in account)) throw new Error('no account')
  const payer = { psuId, accountId, account }
  const later = await givenPayment({ executeOn: addDays(bankDay(await now(), brand.timeZone), 7) })
  const atOnce = await givenPayment()
  for (const asked of [later, atOnce]) await approve(asked, payer)
  new Browser().use()
  const { credentialId } = passkey
  const rest = { interactionUid: null, userAgent: null, requestId: null, now: await now() }
  await startSession({ psuId, credentialId, ...rest })
  return { later: later.paymentId, atOnce: atOnce.paymentId }
}

test('nobody takes back what is another’s, is not there, or is to be paid at once', async () => {
  const other = await givenSignedIn()
  const { atOnce } = await givenSignedIn()
  for (const id of [other.later, atOnce, randomUUID()]) {
    expect(await placeAfter(id)).toBe(`/payments/${id}?problem=notHere`)
  }
  expect(await placeAfter("' or true --")).toMatch(/^\/payments\/[^/?]+\?problem=notHere$/)
  expect((await paymentRow(other.later)).status).toBe('ACTC')
  expect((await paymentRow(atOnce)).status).toBe('ACTC')
})

test('a payment for a later day is taken back without a passkey, once', async () => {
  const { later } = await givenSignedIn()
  expect(await placeAfter(later)).toBe(`/payments/${later}?done`)
  expect((await paymentRow(later)).status).toBe('CANC')
  expect(await placeAfter(later)).toBe(`/payments/${later}?problem=notHere`)
})
