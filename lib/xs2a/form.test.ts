import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { accessLog } from '@/db/schema/audit'
import { tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { contract } from './serve-openapi'

const TPP = 'PSDNL-DNB-FORM'
const tpp = await tppWithQwac(TPP)
const known = { 'consent-id': randomUUID() }
const request = {
  access: { accounts: [{ iban: 'DK5000400440116243' }] },
  recurringIndicator: true,
  validUntil: '2099-12-31',
  frequencyPerDay: 4,
  combinedServiceIndicator: false,
}
const post = (
  body: object | string | Buffer | undefined,
  headers: Record<string, string | string[] | undefined> = {},
) =>
  tpp.call('/v1/consents', { method: 'POST', body, headers: { 'psu-ip-address': '192.0.2.1', ...headers } })

const summary = ({ status, code, path }: Awaited<ReturnType<typeof tpp.call>>) => [status, code, path]

test.each([
  ['/v1/nothing', 'GET', 404, 'RESOURCE_UNKNOWN', undefined],
  ['/v1', 'GET', 404, 'RESOURCE_UNKNOWN', undefined],
  ['/v1/accounts/', 'GET', 404, 'RESOURCE_UNKNOWN', undefined],
  ['/v1/%61ccounts', 'GET', 404, 'RESOURCE_UNKNOWN', undefined],
  ['/v1/../v1/accounts', 'GET', 404, 'RESOURCE_UNKNOWN', undefined],
  ['/v1/accounts', 'POST', 405, 'SERVICE_INVALID', 'GET'],
  ['/v1/consents', 'GET', 405, 'SERVICE_INVALID', 'POST'],
  ['/v1/consents/x', 'PUT', 405, 'SERVICE_INVALID', 'GET, DELETE'],
  ['/v1/consents/x', 'OPTIONS', 405, 'SERVICE_INVALID', 'GET, DELETE'],
  ['/v1/payments', 'POST', 404, 'RESOURCE_UNKNOWN', undefined],
  ['/v1/bulk-payments/sepa-credit-transfers', 'POST', 404, 'RESOURCE_UNKNOWN', undefined],
  ['/v1/periodic-payments/sepa-credit-transfers', 'POST', 404, 'RESOURCE_UNKNOWN', undefined],
  ['/v1/signing-baskets', 'POST', 404, 'RESOURCE_UNKNOWN', undefined],
  ['/v1/payments/sepa-credit-transfers/x/extended-status', 'GET', 404, 'RESOURCE_UNKNOWN', undefined],
  ['/v1/payments/sepa-credit-transfers', 'GET', 405, 'SERVICE_INVALID', 'POST'],
  ['/v1/payments/sepa-credit-transfers/x', 'PUT', 405, 'SERVICE_INVALID', 'GET, DELETE'],
  ['/v1/payments/sepa-credit-transfers/x/authorisations', 'POST', 405, 'SERVICE_INVALID', 'GET'],
  ['/v1/payments/sepa-credit-transfers/x/authorisations/y', 'PUT', 405, 'SERVICE_INVALID', 'GET'],
])('%s by %s is %i in JSON', async (path, method, status, code, allow) => {
  const answer = await tpp.call(path, { method })
  expect([answer.status, answer.code, answer.headers.allow]).toEqual([status, code, allow])
  expect(answer.headers['content-type']).toBe('application/json')
  expect(answer.headers.ratelimit).toMatch(/^"caller";r=[0-9]+$/)
  expect(answer.headers['cache-control']).toBe('no-store')
})

test.each([
  [{ 'x-request-id': undefined }, 'X-Request-ID'],
  [{ 'x-request-id': 'not-a-uuid' }, 'X-Request-ID'],
  [{ 'x-request-id': `${randomUUID()} x` }, 'X-Request-ID'],
  [{ 'consent-id': undefined }, 'Consent-ID'],
  [{ 'consent-id': '' }, 'Consent-ID'],
  [{ 'psu-ip-address': 'localhost' }, 'PSU-IP-Address'],
  [{ 'psu-ip-address': '192.0.2.1, 192.0.2.2' }, 'PSU-IP-Address'],
  [{ 'psu-ip-address': '' }, 'PSU-IP-Address'],
  [{ 'psu-ip-address': '::' }, 'PSU-IP-Address'],
  [{ 'psu-ip-address': '0:0:0:0:0:0:0:0' }, 'PSU-IP-Address'],
  [{ 'psu-ip-address': '0.0.0.0' }, 'PSU-IP-Address'],
  [{ 'psu-ip-address': '::ffff:0.0.0.0' }, 'PSU-IP-Address'],
  [{ 'psu-ip-address': 'fe80::1%eth0' }, 'PSU-IP-Address'],
  [{ 'psu-ip-address': `fe80::1%${'x'.repeat(2_000)}` }, 'PSU-IP-Address'],
  [{ 'psu-ip-address': '224.0.0.1' }, 'PSU-IP-Address'],
  [{ 'psu-ip-address': 'ff02::1' }, 'PSU-IP-Address'],
  [{ 'psu-ip-address': '255.255.255.255' }, 'PSU-IP-Address'],
  [{ 'tpp-redirect-preferred': 'TRUE' }, 'TPP-Redirect-Preferred'],
  [{ 'tpp-redirect-preferred': '1' }, 'TPP-Redirect-Preferred'],
  [{ 'psu-device-id': 'phone' }, 'PSU-Device-ID'],
  [{ 'psu-user-agent': 'x'.repeat(1_001) }, 'PSU-User-Agent'],
  [{ 'psu-ip-port': '123456' }, 'PSU-IP-Port'],
  [{ 'content-length': '2' }, 'Content-Length'],
  [{ 'transfer-encoding': 'chunked' }, 'Content-Length'],
  [{ 'psu-geo-location': ['GEO:1,2', 'GEO:3,4'] }, 'PSU-Geo-Location'],
  [{ 'consent-id': [randomUUID(), randomUUID()] }, 'Consent-ID'],
  [{ 'x-request-id': [randomUUID(), randomUUID()] }, 'X-Request-ID'],
  [{ authorization: ['Bearer a', 'Bearer b'] }, 'Authorization'],
])('a header that is missing or malformed is FORMAT_ERROR with its name (%j)', async (headers, path) => {
  expect(summary(await tpp.call('/v1/accounts', { headers: { ...known, ...headers } }))).toEqual([
    400,
    'FORMAT_ERROR',
    path,
  ])
})

test.each(['192.0.2.1', '10.0.0.1', '127.0.0.1', '::1', 'fe80::1', '2001:db8::1', '::ffff:192.0.2.128'])(
  'a customer may have the address %s',
  async (address) => {
    const answer = await tpp.call('/v1/accounts', { headers: { ...known, 'psu-ip-address': address } })
    expect(answer.code).toBe('CONSENT_UNKNOWN')
  },
)

test.each([
  ['/v1/accounts?withBalance=yes', 'withBalance'],
  ['/v1/accounts?withBalance=', 'withBalance'],
  ['/v1/accounts?withBalance=true&withBalance=true', 'withBalance'],
  ['/v1/accounts?page=1', 'page'],
  ['/v1/accounts?__proto__=1', '__proto__'],
  ['/v1/accounts/x/balances?withBalance=true', 'withBalance'],
  ['/v1/accounts/x/transactions?dateFrom=2026-01-01', 'bookingStatus'],
  ['/v1/accounts/x/transactions?bookingStatus=Booked&dateFrom=2026-01-01', 'bookingStatus'],
  ['/v1/accounts/x/transactions?bookingStatus=booked', 'dateFrom'],
  ['/v1/accounts/x/transactions?bookingStatus=booked&dateFrom=2026-02-30', 'dateFrom'],
  ['/v1/accounts/x/transactions?bookingStatus=booked&dateFrom=01.02.2026', 'dateFrom'],
  [
    '/v1/accounts/x/transactions?bookingStatus=booked&dateFrom=2026-01-01&deltaList=true&entryReferenceFrom=1',
    'entryReferenceFrom',
  ],
  ['/v1/accounts/x/transactions?bookingStatus=booked&dateFrom=2026-01-01&page=AAAA', 'page'],
  ['/v1/accounts?%0d%0aSet-Cookie:x=1', '??Set-Cookie:x'],
])('%s is FORMAT_ERROR', async (path, culprit) => {
  const answer = await tpp.call(path, { headers: known })
  expect(summary(answer)).toEqual([400, 'FORMAT_ERROR', culprit])
  expect(answer.headers['set-cookie']).toBeUndefined()
})

test.each(['all'])('bookingStatus %s is a parameter this bank does not support', async (value) => {
  const answer = await tpp.call(`/v1/accounts/x/transactions?bookingStatus=${value}&dateFrom=2026-01-01`, {
    headers: known,
  })
  expect(summary(answer)).toEqual([400, 'PARAMETER_NOT_SUPPORTED', 'bookingStatus'])
})

test('nobody is told to send what is always refused', async () => {
  const path = '/v1/accounts/x/transactions?dateFrom=2026-01-01&bookingStatus='
  for (const value of ['all', 'some']) {
    const { json } = await tpp.call(path + value, { headers: known })
    expect(json.tppMessages[0].text).not.toMatch(/\ball\b/)
  }
  expect(contract()).not.toMatch(/"information","all"/)
})

test('a period that ends before it begins is PERIOD_INVALID', async () => {
  const path = '/v1/accounts/x/transactions?bookingStatus=booked&dateFrom=2026-01-02&dateTo=2026-01-01'
  expect(summary(await tpp.call(path, { headers: known }))).toEqual([400, 'PERIOD_INVALID', 'dateTo'])
})

test.each(['text/html', 'application/xml', 'application/json;q=0', 'application/problem+json'])(
  'Accept %s is 406',
  async (accept) => {
    expect(summary(await tpp.call('/v1/accounts', { headers: { ...known, accept } }))).toEqual([
      406,
      'REQUESTED_FORMATS_INVALID',
      'Accept',
    ])
  },
)

test.each(['application/json', '*/*', 'text/html, application/*;q=0.5'])(
  'Accept %s is met',
  async (accept) => {
    expect((await tpp.call('/v1/accounts', { headers: { ...known, accept } })).code).toBe('CONSENT_UNKNOWN')
  },
)

test.each([
  [{ 'content-type': 'text/plain' }],
  [{ 'content-type': undefined }],
  [{ 'content-type': 'application/json; charset=latin1' }],
  [{ 'content-encoding': 'gzip' }],
])('a body that is not announced as plain JSON is 415 (%j)', async (headers) => {
  expect((await post(JSON.stringify(request), headers)).status).toBe(415)
})

test('a body of more than 64 KiB is 413, announced or not', async () => {
  expect((await post({ ...request, x: 'x'.repeat(70_000) })).status).toBe(413)
  expect((await post('x'.repeat(70_000), { 'transfer-encoding': 'chunked' })).status).toBe(413)
})

test.each([
  ['no JSON', '{"access":'],
  ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
  ['too deep', `${'['.repeat(40)}${']'.repeat(40)}`],
  ['nothing', ''],
  ['a number', '1'],
  ['one field twice', '{"access":{},"access":{}}'],
  ['one field twice, once escaped', '{"access":{},"acc\\u0065ss":{}}'],
  ['one field twice, deep inside', '{"access":{"accounts":[{"iban":"a","iban":"b"}]}}'],
  ['half of a character', '{"access":{"accounts":[{"iban":"\\ud800"}]}}'],
  ['half of a character in a name', '{"\\udfff":1}'],
  ['__proto__ deep inside', '{"access":{"accounts":[{"__proto__":{}}]}}'],
  ['__proto__ in disguise', '{"__pro\\u0074o__":{}}'],
])('a body that is %s is FORMAT_ERROR', async (_, body) => {
  expect((await post(body, { 'content-type': 'application/json' })).code).toBe('FORMAT_ERROR')
})

const iban = 'DK5000400440116243'
test.each([
  [{ access: undefined }, 'FORMAT_ERROR', 'access'],
  [{ access: {} }, 'FORMAT_ERROR', 'access'],
  [{ access: { accounts: [{ iban: 'DK5000400440116244' }] } }, 'FORMAT_ERROR', 'access.accounts[0].iban'],
  [{ access: { accounts: [{ iban: 'DK50 0040 0440 1162 43' }] } }, 'FORMAT_ERROR', 'access.accounts[0].iban'],
  [{ access: { accounts: [{ iban, bban: '1' }] } }, 'FORMAT_ERROR', 'access.accounts[0]'],
  [{ access: { accounts: [{ iban, name: 'x' }] } }, 'FORMAT_ERROR', 'access.accounts[0].name'],
  [{ access: { accounts: [{ iban, currency: 'dkk' }] } }, 'FORMAT_ERROR', 'access.accounts[0].currency'],
  [{ access: { accounts: [], balances: [{ iban }] } }, 'FORMAT_ERROR', 'access'],
  [
    { access: { accounts: Array.from({ length: 101 }, () => ({ iban })) } },
    'FORMAT_ERROR',
    'access.accounts',
  ],
  [{ combinedServiceIndicator: true }, 'SESSIONS_NOT_SUPPORTED', 'combinedServiceIndicator'],
  [{ combinedServiceIndicator: undefined }, 'FORMAT_ERROR', 'combinedServiceIndicator'],
  [{ recurringIndicator: 'true' }, 'FORMAT_ERROR', 'recurringIndicator'],
  [{ frequencyPerDay: 0 }, 'FORMAT_ERROR', 'frequencyPerDay'],
  [{ frequencyPerDay: '4' }, 'FORMAT_ERROR', 'frequencyPerDay'],
  [{ frequencyPerDay: 1.5 }, 'FORMAT_ERROR', 'frequencyPerDay'],
  [{ validUntil: '2020-01-01' }, 'FORMAT_ERROR', 'validUntil'],
  [{ validUntil: '2026-13-01' }, 'FORMAT_ERROR', 'validUntil'],
  [{ validUntil: '0000-12-31' }, 'FORMAT_ERROR', 'validUntil'],
  [{ status: 'valid' }, 'FORMAT_ERROR', 'status'],
  [{ psuId: 'anna' }, 'FORMAT_ERROR', 'psuId'],
])('a consent request with %j is %s', async (change, code, path) => {
  const answer = await post({ ...request, ...change })
  expect(summary(answer)).toEqual([400, code, path])
  expect(answer.json.tppMessages[0].text.length).toBeGreaterThan(10)
})

test('__proto__ in a body is a field nobody knows', async () => {
  const body = JSON.stringify(request).replace('{', '{"__proto__":{"status":"valid"},')
  expect(summary(await post(body))).toEqual([400, 'FORMAT_ERROR', '__proto__'])
})

test('without PSU-IP-Address no consent is created; IPv6 is an address too', async () => {
  expect(summary(await post(request, { 'psu-ip-address': undefined }))).toEqual([
    400,
    'FORMAT_ERROR',
    'PSU-IP-Address',
  ])
  expect((await post(request, { 'psu-ip-address': '2001:db8::1' })).status).toBe(201)
})

test('X-Request-ID of any version comes back unchanged, on errors too; what is no UUID never does', async () => {
  for (const id of [randomUUID().toUpperCase(), v7(), '00000000-0000-0000-0000-000000000000'])
    expect(
      (await tpp.call('/v1/accounts', { headers: { ...known, 'x-request-id': id } })).headers['x-request-id'],
    ).toBe(id)
  const answer = await tpp.call('/v1/accounts', { headers: { ...known, 'x-request-id': 'evil' } })
  expect(answer.headers['x-request-id']).toBeUndefined()
  expect(answer.text).not.toContain('evil')
})

test('every call of an identified caller, also the malformed, is exactly one row of the access log', async () => {
  const count = async () => (await database().select().from(accessLog).where(eq(accessLog.tppId, TPP))).length
  const before = await count()
  await tpp.call('/v1/nothing')
  await tpp.call('/v1/accounts', { method: 'POST' })
  await tpp.call('/v1/accounts', { headers: { 'x-request-id': 'x' } })
  await tpp.call('/v1/accounts', { headers: known })
  await post({ ...request, frequencyPerDay: 0 })
  await post(request)
  expect(await count()).toBe(before + 6)
})
