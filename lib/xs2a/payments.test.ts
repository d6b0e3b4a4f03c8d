import { randomUUID } from 'node:crypto'
import { desc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { accessLog } from '@/db/schema/audit'
import { payments } from '@/db/schema/payments'
import { PAYMENT, WHOLE_PAYMENT } from '@/e2e/fixtures/contract-payments'
import { countPayments, paymentsOf, reached, short } from '@/e2e/fixtures/payments-in-use'
import { tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { brand } from '@/lib/brand'
import { env } from '@/lib/env'
import { formatsFor } from '@/lib/formats'

// xs2a.md 2.3, 5, 6, 10 and PSD2 Art. 66: a payment is asked for, told of and taken back by its own third party alone.

const TPP = 'PSDNL-DNB-PAYS'
const tpp = await tppWithQwac(TPP, { roles: ['PSP_PI'], hosts: ['tpp.example'] })
const other = await tppWithQwac('PSDNL-DNB-PAYS2', { roles: ['PSP_PI'] })
const reader = await tppWithQwac('PSDNL-DNB-PAYS3', { roles: ['PSP_AI', 'PSP_IC'] })
const { ask, given } = paymentsOf(tpp)
const BELOW = ['', '/status', '/authorisations'] as const
const sca = (answer: Awaited<ReturnType<typeof ask>>) => answer.json._links.scaStatus.href.split('/').at(-1)

test('who reads accounts or asks for funds neither asks for a payment nor learns of one', async () => {
  const { path, paymentId } = await given()
  expect(short(await ask({}, {}, { wire: reader }))).toEqual([401, 'ROLE_INVALID', null])
  for (const below of BELOW)
    expect(short(await reader.call(`${path}${below}`))).toEqual([401, 'ROLE_INVALID', null])
  expect((await reader.call(path, { method: 'DELETE' })).code).toBe('ROLE_INVALID')
  expect((await tpp.call(`${path}/status`)).json).toEqual({ transactionStatus: 'RCVD' })
  expect(await countPayments('PSDNL-DNB-PAYS3')).toBe(0)
  expect(paymentId).toMatch(/^[0-9a-f-]{36}$/)
})

test('a payment of another third party, of another product, and none are one answer: 403', async () => {
  const { path, paymentId, answer } = await given()
  const instant = `/v1/payments/instant-sepa-credit-transfers/${paymentId}`
  const none = `/v1/payments/sepa-credit-transfers/${randomUUID()}`
  const authorisation = `/authorisations/${sca(answer)}`
  for (const below of [...BELOW, authorisation])
    for (const method of below === '' ? ['GET', 'DELETE'] : ['GET']) {
      const answers = await Promise.all([
        other.call(`${path}${below}`, { method }),
        tpp.call(`${instant}${below}`, { method }),
        tpp.call(`${none}${below}`, { method }),
        tpp.call(`/v1/payments/sepa-credit-transfers/nonsense${below}`, { method }),
      ])
      for (const one of answers) expect(short(one)).toEqual([403, 'RESOURCE_UNKNOWN', null])
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    }
  expect((await tpp.call(`${path}/status`)).json.transactionStatus).toBe('RCVD')
})

test('an authorisation of another payment is none of this one', async () => {
  const [one, another] = [await given(), await given()]
  const answer = await tpp.call(`${one.path}/authorisations/${sca(another.answer)}`)
  expect(short(answer)).toEqual([403, 'RESOURCE_UNKNOWN', null])
})

test.each([
  'target-2-payments',
  'cross-border-credit-transfers',
  'pain.001-sepa-credit-transfers',
  'SEPA-credit-transfers',
])('the product %s is unknown, whatever is sent to it', async (product) => {
  const before = await countPayments(TPP)
  expect(short(await ask({}, {}, { product }))).toEqual([404, 'PRODUCT_UNKNOWN', null])
  const xml = { 'content-type': 'application/xml', 'x-request-id': undefined }
  expect((await ask({}, xml, { product })).code).toBe('PRODUCT_UNKNOWN')
  expect((await tpp.call(`/v1/payments/${product}/${randomUUID()}/status`)).status).toBe(404)
  expect(await countPayments(TPP)).toBe(before)
})

test.each([
  ['ACTC', { status: 'ACTC' }],
  ['ACSC', { status: 'ACSC', settledAt: new Date() }],
  ['RJCT', { status: 'RJCT', rejection: 'refused' }],
  ['CANC', { status: 'CANC' }],
  ['RJCT', { answerBy: new Date(Date.now() - 1_000) }],
] as const)('what is %s is not taken back: 405, which names what is left', async (status, change) => {
  const { path, paymentId } = await given()
  await reached(paymentId, change)
  const answer = await tpp.call(path, { method: 'DELETE' })
  expect(short(answer)).toEqual([405, 'CANCELLATION_INVALID', null])
  expect(answer.headers.allow).toBe('GET')
  expect((await tpp.call(`${path}/status`)).json.transactionStatus).toBe(status)
})

test('nobody has answered in time: it reads as rejected, and so does its authorisation', async () => {
  const { path, paymentId, answer } = await given()
  await reached(paymentId, { answerBy: new Date(Date.now() - 1_000) })
  expect((await tpp.call(`${path}/status`)).json).toEqual({
    transactionStatus: 'RJCT',
    psuMessage: expect.stringContaining('Nothing was paid.'),
  })
  expect((await tpp.call(path)).json.transactionStatus).toBe('RJCT')
  expect((await tpp.call(`${path}/authorisations/${sca(answer)}`)).json.scaStatus).toBe('failed')
})

test('why it was rejected is told only where the standard has a word for it, and never with an amount', async () => {
  for (const [rejection, told] of [
    ['refused', undefined],
    ['account', undefined],
    ['payee', undefined],
    ['funds', 'FUNDS_NOT_AVAILABLE'],
  ] as const) {
    const { path, paymentId } = await given()
    await reached(paymentId, { status: 'RJCT', rejection })
    const { json, text } = await tpp.call(`${path}/status`)
    expect([json.transactionStatus, json.tppMessages?.[0].code]).toEqual(['RJCT', told])
    expect(text).not.toMatch(/249|EUR/)
  }
})

test('words for the customer come in their language, and not for what they did themselves', async () => {
  const executeOn = WHOLE_PAYMENT.requestedExecutionDate
  const later = await given(WHOLE_PAYMENT)
  await reached(later.paymentId, { status: 'ACTC' })
  const headers = { 'psu-accept-language': 'de' }
  const { json } = await tpp.call(`${later.path}/status`, { headers })
  expect(json.psuMessage).toContain(`am ${formatsFor('de', brand.timeZone).day(executeOn)}`)
  expect((await tpp.call(`${later.path}/status`)).json.psuMessage).toContain(brand.name)
  for (const change of [{ status: 'RJCT', rejection: 'refused' }, { status: 'ACTC' }] as const) {
    const { path, paymentId } = await given()
    await reached(paymentId, change)
    expect((await tpp.call(`${path}/status`)).json).toEqual({ transactionStatus: change.status })
  }
})

test('a second authorisation is not offered, nor one by any other way', async () => {
  const { path, answer } = await given()
  const post = await tpp.call(`${path}/authorisations`, { method: 'POST', body: {} })
  expect([...short(post), post.headers.allow]).toEqual([405, 'SERVICE_INVALID', null, 'GET'])
  const put = { method: 'PUT', body: { scaAuthenticationData: '123456' } }
  expect((await tpp.call(`${path}/authorisations/${sca(answer)}`, put)).status).toBe(405)
  expect((await tpp.call(`${path}/cancellation-authorisations`)).status).toBe(404)
})

test('a payment is answered with where to lead its customer, and with its one authorisation', async () => {
  const { path, paymentId, answer } = await given()
  const self = `${env.MTLS_ORIGIN}/xs2a/v1/payments/sepa-credit-transfers/${paymentId}`
  const authorisationId = sca(answer)
  expect(answer.json).toEqual({
    transactionStatus: 'RCVD',
    paymentId,
    _links: {
      scaRedirect: { href: expect.stringMatching(new RegExp(`^${env.PUBLIC_ORIGIN}/pay/[\\w-]{40,}$`)) },
      self: { href: self },
      status: { href: `${self}/status` },
      scaStatus: { href: `${self}/authorisations/${authorisationId}` },
    },
  })
  expect(answer.headers).toMatchObject({
    location: self,
    'aspsp-sca-approach': 'REDIRECT',
    'aspsp-notification-support': 'false',
  })
  expect((await tpp.call(`${path}/authorisations`)).json).toEqual({ authorisationIds: [authorisationId] })
  expect((await tpp.call(`${path}/authorisations/${authorisationId}`)).json).toEqual({
    scaStatus: 'received',
    _links: { scaStatus: { href: `${self}/authorisations/${authorisationId}` } },
  })
})

test.each([
  ['as little as it may', 'instant-sepa-credit-transfers', PAYMENT],
  ['as much as it may', 'sepa-credit-transfers', WHOLE_PAYMENT],
])('a payment of %s is read as it was sent', async (_, product, body) => {
  const { path } = await given(body, product)
  expect((await tpp.call(path)).json).toEqual({ ...body, transactionStatus: 'RCVD' })
})

test('a return address under no name of the certificate is taken with a warning', async () => {
  expect((await ask()).json.tppMessages).toBeUndefined()
  const headers = { 'tpp-redirect-uri': 'https://elsewhere.example/back' }
  expect((await ask({}, headers)).json.tppMessages).toMatchObject([
    { category: 'WARNING', code: 'WARNING', path: 'TPP-Redirect-URI' },
  ])
})

test('preferences change nothing: the way is redirect', async () => {
  for (const name of [
    'tpp-redirect-preferred',
    'tpp-decoupled-preferred',
    'tpp-explicit-authorisation-preferred',
    'tpp-rejection-nofunds-preferred',
  ]) {
    const answer = await ask({}, { [name]: 'true' })
    expect([answer.status, Object.keys(answer.json._links)[0]]).toEqual([201, 'scaRedirect'])
    expect(short(await ask({}, { [name]: 'yes' }))[0]).toBe(400)
  }
})

test('its third party takes it back before anybody has approved it', async () => {
  const { path } = await given()
  expect(await tpp.call(path, { method: 'DELETE' })).toMatchObject({ status: 204, text: '' })
  expect((await tpp.call(`${path}/status`)).json).toEqual({ transactionStatus: 'CANC' })
})

test('a renewed certificate finds the payment', async () => {
  const { path } = await given()
  const renewed = await tppWithQwac(TPP, { roles: ['PSP_PI', 'PSP_AI'], name: 'Renewed SA' })
  expect((await renewed.call(`${path}/status`)).json.transactionStatus).toBe('RCVD')
})

test('each call is on record, and no name, IBAN or amount of a payment stands anywhere in clear', async () => {
  const { path, paymentId } = await given(WHOLE_PAYMENT)
  await tpp.call(`${path}/status`)
  await ask({ instructedAmount: null })
  const rows = await database()
    .select()
    .from(accessLog)
    .where(eq(accessLog.tppId, TPP))
    .orderBy(desc(accessLog.at))
    .limit(3)
  expect(rows.map(({ method, route, status, code }) => [method, route, status, code]).reverse()).toEqual([
    ['POST', '/v1/payments/{payment-product}', 201, null],
    ['GET', '/v1/payments/{payment-product}/{paymentId}/status', 200, null],
    ['POST', '/v1/payments/{payment-product}', 400, 'FORMAT_ERROR'],
  ])
  const [kept] = await database().select().from(payments).where(eq(payments.id, paymentId))
  const written = JSON.stringify([rows, kept])
  for (const word of [
    PAYMENT.creditorName,
    PAYMENT.creditorAccount.iban,
    WHOLE_PAYMENT.debtorAccount.iban,
    '249.00',
  ])
    expect(written).not.toContain(word)
})
