import { expect, test } from 'vitest'
import { PAYMENT, PAYMENT_HEADERS } from '@/e2e/fixtures/contract-payments'
import { countPayments, paymentsOf, short } from '@/e2e/fixtures/payments-in-use'
import { tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { addDays, bankDay } from '@/lib/bank-day'
import { env } from '@/lib/env'

// xs2a.md 2.3 and EPC217-08: what of a payment is not as it must be, each fault with its place and all of them at once.

const TPP = 'PSDNL-DNB-FAULTYPAYS'
const tpp = await tppWithQwac(TPP, { roles: ['PSP_PI'] })
const { ask } = paymentsOf(tpp)
const today = bankDay(new Date(), env.BANK_TIME_ZONE)
const euro = (amount: unknown, currency = 'EUR') => ({ instructedAmount: { currency, amount } })
const remittance = (text: unknown) => ({ remittanceInformationUnstructured: text })
const reference = (text: unknown) => ({ endToEndIdentification: text })

test.each([
  ['PSU-IP-Address', { 'psu-ip-address': undefined }],
  ['PSU-IP-Address', { 'psu-ip-address': 'here' }],
  ['TPP-Redirect-URI', { 'tpp-redirect-uri': undefined }],
  ['TPP-Redirect-URI', { 'tpp-redirect-uri': '' }],
  ['TPP-Redirect-URI', { 'tpp-redirect-uri': 'http://tpp.example/back' }],
  ['TPP-Redirect-URI', { 'tpp-redirect-uri': `${env.PUBLIC_ORIGIN}/pay` }],
  ['TPP-Nok-Redirect-URI', { 'tpp-nok-redirect-uri': 'javascript:alert(1)' }],
  ['X-Request-ID', { 'x-request-id': undefined }],
])('a payment with a faulty %s is refused', async (path, headers) => {
  expect(short(await ask({}, headers))).toEqual([400, 'FORMAT_ERROR', path])
})

test.each([
  ['instructedAmount', { instructedAmount: undefined }],
  ['instructedAmount.currency', euro('249.00', 'DKK')],
  ['instructedAmount.amount', euro('0.00')],
  ['instructedAmount.amount', euro('-1.00')],
  ['instructedAmount.amount', euro('1.001')],
  ['instructedAmount.amount', euro('1000000000.00')],
  ['instructedAmount.amount', euro('1,00')],
  ['instructedAmount.amount', euro(249)],
  ['creditorAccount', { creditorAccount: undefined }],
  ['creditorAccount.iban', { creditorAccount: {} }],
  ['creditorAccount.iban', { creditorAccount: { iban: 'DK5000400440116244' } }],
  ['creditorAccount.iban', { creditorAccount: { iban: 'dk5000400440116243' } }],
  // Valid, of a country that SEPA does not reach.
  ['creditorAccount.iban', { creditorAccount: { iban: 'SA0380000000608010167519' } }],
  ['creditorAccount.currency', { creditorAccount: { ...PAYMENT.creditorAccount, currency: 'DKK' } }],
  ['creditorAccount.bban', { creditorAccount: { ...PAYMENT.creditorAccount, bban: '1' } }],
  ['creditorAccount', { debtorAccount: PAYMENT.creditorAccount }],
  ['debtorAccount.iban', { debtorAccount: { iban: 'DK50' } }],
  [
    'debtorAccount.maskedPan',
    { debtorAccount: { ...PAYMENT.creditorAccount, maskedPan: '525412******3241' } },
  ],
  ['creditorName', { creditorName: undefined }],
  ['creditorName', { creditorName: ' ' }],
  ['creditorName', { creditorName: 'x'.repeat(71) }],
  ['creditorName', { creditorName: 'Cykel\u202ebutik' }],
  ['creditorName', { creditorName: 'Cykel\u200bbutik' }],
  ['creditorName', { creditorName: 'Cykel\nbutik' }],
  // A Cyrillic letter in a Latin word.
  ['creditorName', { creditorName: 'P\u0430yLane' }],
  ['creditorName', { creditorName: '<b>Cykelbutik</b>' }],
  ['creditorAgent', { creditorAgent: 'nordhavn' }],
  ['endToEndIdentification', reference('x'.repeat(36))],
  ['endToEndIdentification', reference('Ordre \u00e6')],
  ['endToEndIdentification', reference('/4711')],
  ['endToEndIdentification', reference('47//11')],
  ['remittanceInformationUnstructured', remittance('x'.repeat(141))],
  ['remittanceInformationUnstructured', remittance('Order #4711')],
  ['remittanceInformationUnstructured', remittance('a\u0000b')],
  ['remittanceInformationUnstructured', remittance(['Order'])],
  ['requestedExecutionDate', { requestedExecutionDate: 'tomorrow' }],
  ['requestedExecutionDate', { requestedExecutionDate: '2026-02-30' }],
  ['frequency', { frequency: 'Monthly' }],
  ['debtorName', { debtorName: 'Anna' }],
])('a payment with a faulty %s is refused there, and none is made: %j', async (path, change) => {
  expect(short(await ask(change))).toEqual([400, 'FORMAT_ERROR', path])
  expect(await countPayments(TPP)).toBe(0)
})

test.each([
  ['has passed', 'sepa-credit-transfers', -1],
  ['is more than a year ahead', 'sepa-credit-transfers', 366],
  ['is a later one, for an instant transfer', 'instant-sepa-credit-transfers', 1],
])('a day that %s is refused', async (_, product, days) => {
  const change = { requestedExecutionDate: addDays(today, days) }
  expect(short(await ask(change, {}, { product }))).toEqual([
    400,
    'EXECUTION_DATE_INVALID',
    'requestedExecutionDate',
  ])
  expect(await countPayments(TPP)).toBe(0)
})

test('all faults are told at once, headers and body, each with what to do, and no value is repeated', async () => {
  const answer = await tpp.call('/v1/payments/sepa-credit-transfers?now=1', {
    method: 'POST',
    headers: { ...PAYMENT_HEADERS, 'psu-ip-address': undefined, 'tpp-redirect-uri': undefined },
    body: {
      instructedAmount: { currency: 'SEK', amount: 'much' },
      creditorAccount: { iban: 'SECRET' },
      creditorName: 'Cykel\u202ebutik',
      endToEndIdentification: '/x/',
      remittanceInformationUnstructured: '#',
      unknown: 1,
    },
  })
  expect(answer.status).toBe(400)
  expect(answer.json.tppMessages.map(({ path }: { path: string }) => path)).toEqual([
    'PSU-IP-Address',
    'TPP-Redirect-URI',
    'now',
    'instructedAmount.currency',
    'instructedAmount.amount',
    'creditorAccount.iban',
    'creditorName',
    'endToEndIdentification',
    'remittanceInformationUnstructured',
    'unknown',
  ])
  for (const { code, text } of answer.json.tppMessages) {
    expect(code).toBe('FORMAT_ERROR')
    expect(text).toMatch(/Send|Leave|must|Name/)
  }
  expect(answer.text).not.toMatch(/SECRET|SEK|much/)
})

test.each([
  ['another content type', 415, 'UNSUPPORTED_MEDIA_TYPE', { 'content-type': 'application/xml' }],
  ['an Accept without JSON', 406, 'REQUESTED_FORMATS_INVALID', { accept: 'application/xml' }],
])('%s is refused', async (_, status, code, headers) => {
  expect(short(await ask({}, headers)).slice(0, 2)).toEqual([status, code])
})

test.each([
  ['an amount without cents', euro('7'), { instructedAmount: { currency: 'EUR', amount: '7.00' } }],
  ['zeros before an amount', euro('0007.5'), { instructedAmount: { currency: 'EUR', amount: '7.50' } }],
  ['the most that SEPA carries', euro('999999999.99'), euro('999999999.99')],
  ['letters of other languages', { creditorName: 'Γιάννης' }, { creditorName: 'Γιάννης' }],
  ['letters of other languages', remittance('Børnecykel (blå)'), remittance('Børnecykel (blå)')],
  ['today as its day', { requestedExecutionDate: today }, {}],
  ['an empty text', remittance(''), { remittanceInformationUnstructured: undefined }],
  ['a currency that says nothing', { creditorAccount: { ...PAYMENT.creditorAccount, currency: 'EUR' } }, {}],
])('a payment with %s is taken', async (_, change, told) => {
  const created = await ask(change)
  expect(created.status, created.text).toBe(201)
  const path = `/v1/payments/sepa-credit-transfers/${created.json.paymentId}`
  const { transactionStatus, ...body } = (await tpp.call(path)).json
  expect(transactionStatus).toBe('RCVD')
  expect(body).toEqual(JSON.parse(JSON.stringify({ ...PAYMENT, ...told })))
})
