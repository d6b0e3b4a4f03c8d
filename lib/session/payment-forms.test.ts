import { eq } from 'drizzle-orm'
import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { openPayment, shownNow } from '@/app/pay/[linkId]/open-payment'
import { POST as options } from '@/app/pay/[linkId]/options/route'
import { POST as refuse } from '@/app/pay/[linkId]/refuse/route'
import { POST as result } from '@/app/pay/[linkId]/result/route'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { paymentApprovals, payments } from '@/db/schema/payments'
import { type GivenPayment, givenPayment } from '@/e2e/fixtures/asked-payment'
import { Browser } from '@/e2e/fixtures/browser'
import { givenApplication, givenTpp } from '@/e2e/fixtures/given-consent'
import { givenPaymentAccount } from '@/e2e/fixtures/given-ledger'
import { givenCustomer } from '@/e2e/fixtures/given-passkey'
import type { SoftAuthenticator } from '@/e2e/fixtures/soft-authenticator'
import { now } from '@/lib/clock'
import { ledgerUnavailable } from '@/lib/core-banking/ledger-unavailable'
import { sandboxBank } from '@/lib/core-banking/sandbox-bank'
import { isAnsweredHere } from '@/lib/redirect/answered-here'
import { startSession } from './start-session'

vi.mock('next/headers', async () => (await import('@/e2e/fixtures/browser')).nextHeaders)
vi.mock('next-intl/server', () => ({ getLocale: async () => 'en' }))

const TPP = 'PSDNL-DNB-LANE'
const ORIGIN = 'http://localhost:3000'
const IBAN = 'DK5000400440116243'
/** An account of the bank whose holder is called something else than the payee. */
const OTHERS = 'DK9520000123456789'
const MONEY = { amount: '49.00', currency: 'EUR' }

let passkey: SoftAuthenticator
let psuId: string
let accountId: string
let browser: Browser

beforeAll(async () => {
  await givenTpp(TPP)
  await givenApplication(TPP, 'Lane')
  ;({ passkey, psuId } = await givenCustomer())
  accountId = await givenPaymentAccount({ psuId, iban: IBAN, currency: 'EUR' })
  await givenPaymentAccount({ psuId: (await givenCustomer('Bo')).psuId, iban: OTHERS, currency: 'EUR' })
})
beforeEach(() => {
  browser = new Browser().use()
})

test('a payment that names the account is signed, paid at once, and leads this browser back and no other', async () => {
  const asked = await asks({ debtorIban: IBAN })
  expect(await pays(asked)).toEqual({ location: `/pay/${asked.linkId}/return` })
  expect(await stateOf(asked)).toMatchObject({ status: 'ACSC', psuId, accountId })
  expect(await isAnsweredHere(asked.linkId)).toBe(true)
  new Browser().use()
  expect(await isAnsweredHere(asked.linkId)).toBe(false)
})

test('where the name is another’s nothing is signed without the tick, nor paid when it is taken back', async () => {
  const creditor = { name: 'Cykelbutik ApS', iban: OTHERS, bic: null }
  const asked = await asks({ debtorIban: IBAN, creditor })
  expect((await send(options, asked.linkId, { fields: asked.fields })).error.code).toBe('format_error')
  const ticked = { ...asked.fields, accepted: ['yes'] }
  const signed = await signs(asked.linkId, ticked)
  const answer = await send(result, asked.linkId, { ...signed, fields: asked.fields })
  expect(answer.error.code).toBe('format_error')
  expect(await stateOf(asked)).toMatchObject({ status: 'RCVD' })
  expect(await pays({ ...asked, fields: ticked })).toEqual({ location: `/pay/${asked.linkId}/return` })
  const [kept] = await database()
    .select()
    .from(paymentApprovals)
    .where(eq(paymentApprovals.paymentId, asked.paymentId))
  expect(kept).toBeDefined()
})

test('a tick that no name asks for is not signed: the record is that of the page', async () => {
  const asked = await asks({ debtorIban: IBAN })
  expect(await pays({ ...asked, fields: { ...asked.fields, accepted: ['yes'] } })).toHaveProperty('location')
})

test('what changed after the page was drawn, or after it was signed, is not paid', async () => {
  const asked = await asks({ debtorIban: IBAN })
  const signed = await signs(asked.linkId, asked.fields)
  await database().update(applications).set({ brand: 'Another' }).where(eq(applications.tppId, TPP))
  const { error } = await send(result, asked.linkId, { ...signed, fields: asked.fields })
  expect(error).toMatchObject({
    code: 'request_changed',
    message: expect.stringContaining('Nothing was paid'),
  })
  expect((await send(options, asked.linkId, { fields: asked.fields })).error.code).toBe('request_changed')
  await database().update(applications).set({ brand: 'Lane' }).where(eq(applications.tppId, TPP))
  const [one, other] = [await asks({ debtorIban: IBAN }), await asks({ debtorIban: IBAN })]
  const moved = { ...(await signs(one.linkId, one.fields)), fields: other.fields }
  expect((await send(result, other.linkId, moved)).error.code).toBe('sca_failed')
  for (const { paymentId } of [asked, one, other])
    expect(await stateOf({ paymentId })).toMatchObject({ status: 'RCVD' })
})

test('an account that the third party named and the signer does not hold pays nothing', async () => {
  const asked = await asks({ debtorIban: OTHERS })
  expect(await pays(asked)).toEqual({ location: `/pay/${asked.linkId}?cannot=not_held` })
  expect(await stateOf(asked)).toMatchObject({ status: 'RCVD', psuId: null })
})

test('who picks must be signed in, and picks their own', async () => {
  const asked = await asks({})
  const fields = { ...asked.fields, accountId: [accountId] }
  expect((await send(options, asked.linkId, { fields })).error.code).toBe('session_ended')
  await signsIn()
  expect((await send(options, asked.linkId, { fields: asked.fields })).error.message).toBe(
    'Choose the account to pay from.',
  )
  const stranger = await givenPaymentAccount({ psuId: (await givenCustomer()).psuId, currency: 'EUR' })
  const theirs = { fields: { ...fields, accountId: [stranger] } }
  expect((await send(options, asked.linkId, theirs)).error.code).toBe('accounts_not_allowed')
  const kroner = await givenPaymentAccount({ psuId })
  expect(await send(options, asked.linkId, { fields: { ...fields, accountId: [kroner] } })).toEqual({
    location: `/pay/${asked.linkId}?lost=${kroner}`,
  })
  expect(await pays({ ...asked, fields })).toEqual({ location: `/pay/${asked.linkId}/return` })
  expect(await stateOf(asked)).toMatchObject({ psuId, accountId })
})

test('an account picked anew after it was signed is not what was signed', async () => {
  const asked = await asks({})
  await signsIn()
  const second = await givenPaymentAccount({ psuId, currency: 'EUR' })
  const signed = await signs(asked.linkId, { ...asked.fields, accountId: [accountId] })
  const turned = { ...signed, fields: { ...asked.fields, accountId: [second] } }
  expect((await send(result, asked.linkId, turned)).error.code).toBe('request_changed')
  expect(await stateOf(asked)).toMatchObject({ status: 'RCVD' })
})

test('anybody with the link may say no, once, and from no other site', async () => {
  const { linkId, paymentId } = await asks({ debtorIban: IBAN })
  const says = (origin = ORIGIN) => saysNo(linkId, origin)
  expect((await says('https://evil.example')).status).toBe(403)
  expect((await says()).headers.get('location')).toBe(`/pay/${linkId}/return`)
  expect(await stateOf({ paymentId })).toMatchObject({ status: 'RJCT', rejection: 'refused' })
  expect((await says()).headers.get('location')).toBe(`/pay/${linkId}`)
})

test('a no needs no books: it is said while they are down, and is then nobody’s', async () => {
  const { linkId, paymentId } = await asks({ debtorIban: IBAN })
  await signsIn()
  vi.spyOn(sandboxBank, 'checkPayee').mockRejectedValue(ledgerUnavailable())
  vi.spyOn(sandboxBank, 'accountsByIban').mockRejectedValue(ledgerUnavailable())
  const answer = await saysNo(linkId)
  vi.restoreAllMocks()
  expect(answer.headers.get('location')).toBe(`/pay/${linkId}/return`)
  expect(await stateOf({ paymentId })).toMatchObject({ status: 'RJCT', rejection: 'refused', psuId: null })
})

/** The form of "Don't pay", from the bank's own page unless another origin is said. */
function saysNo(linkId: string, origin = ORIGIN): Promise<Response> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', origin }
  const request = new Request(`${ORIGIN}/pay/${linkId}/refuse`, { method: 'POST', headers })
  return refuse(request, { params: Promise.resolve({ linkId }) })
}

/** A payment to a bank that is not this one, with what its page would send back. */
async function asks(order: NonNullable<GivenPayment['order']>): Promise<Asked> {
  const created = await givenPayment({ tppId: TPP, order: { money: MONEY, ...order } })
  const linkId = created.link.slice(created.link.lastIndexOf('/') + 1)
  const shown = await shownNow(await openPayment(linkId, await now()))
  return { ...created, linkId, fields: { shown: [shown] } }
}

async function signs(linkId: string, fields: Fields) {
  const asked = await send(options, linkId, { fields })
  return { challengeId: asked.challengeId, response: passkey.get(asked.options) }
}

async function pays({ linkId, fields }: Pick<Asked, 'linkId' | 'fields'>) {
  return send(result, linkId, { ...(await signs(linkId, fields)), fields })
}

async function signsIn(): Promise<void> {
  const { credentialId } = passkey
  await startSession({
    psuId,
    credentialId,
    interactionUid: null,
    userAgent: null,
    requestId: null,
    now: await now(),
  })
  expect(browser.session).toBeDefined()
}

async function send(handler: typeof options, linkId: string, body: object) {
  const path = `/pay/${linkId}/options`
  const headers = { 'content-type': 'application/json', origin: ORIGIN, 'x-placet-path': path }
  const request = new Request(`${ORIGIN}${path}`, { method: 'POST', body: JSON.stringify(body), headers })
  return (await handler(request, { params: Promise.resolve({ linkId }) })).json()
}

async function stateOf({ paymentId }: { paymentId: string }) {
  const [row] = await database().select().from(payments).where(eq(payments.id, paymentId))
  return row
}

type Fields = Record<string, string[]>
type Asked = { linkId: string; paymentId: string; fields: Fields }
