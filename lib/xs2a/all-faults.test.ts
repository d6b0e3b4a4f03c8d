import { randomUUID } from 'node:crypto'
import { afterEach, expect, test, vi } from 'vitest'
import { stranger, tppWithFault, tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { env } from '@/lib/env'

// Berlin Group 1.3, error bodies: one message for each fault of the form, so that a request is mended at once.

const tpp = await tppWithQwac('PSDNL-DNB-ALLFAULTS')
afterEach(() => vi.restoreAllMocks())

const wrong = {
  access: {
    accounts: [{ iban: 'DK5000400440116244' }, { pan: 'x' }],
    balances: [{ iban: 'DK50', color: 'red' }],
  },
  recurringIndicator: 'true',
  validUntil: 'tomorrow',
  frequencyPerDay: 0,
  combinedServiceIndicator: true,
  one: 1,
  two: 2,
}
const badHeaders = { 'x-request-id': 'x', 'psu-ip-address': 'here', 'tpp-redirect-preferred': 'yes' }
const post = (headers: Record<string, string | undefined> = {}, body: object | string = wrong, by = tpp) =>
  by.call('/v1/consents?verbose=1&verbose=2', {
    method: 'POST',
    body,
    headers: { 'psu-ip-address': '192.0.2.1', ...headers },
  })
const codes = ({ json }: Awaited<ReturnType<typeof post>>) =>
  json.tppMessages.map(({ code }: { code: string }) => code)
const paths = ({ json }: Awaited<ReturnType<typeof post>>) =>
  json.tppMessages.map(({ path }: { path?: string }) => path)

test('who calls without a good certificate or role learns of that alone', async () => {
  const without = await post(badHeaders, wrong, stranger())
  expect([without.status, codes(without)]).toEqual([401, ['CERTIFICATE_MISSING']])
  const expired = await post(badHeaders, wrong, await tppWithFault('expired'))
  expect([expired.status, codes(expired)]).toEqual([401, ['CERTIFICATE_EXPIRED']])
  const roleless = await tppWithQwac('PSDNL-DNB-ALLFAULTS-PI', { roles: ['PSP_PI'] })
  expect(codes(await post(badHeaders, wrong, roleless))).toEqual(['ROLE_INVALID'])
})

test('a token or a consent that is no good comes alone, once the form is right', async () => {
  const headers = { 'consent-id': randomUUID(), authorization: 'Bearer x' }
  const path = '/v1/accounts/x/transactions?bookingStatus=booked&dateFrom=2026-01-01'
  expect(codes(await tpp.call(path, { headers }))).toEqual(['CONSENT_UNKNOWN'])
})

test('where requests are signed, the signature stands between the headers and a body that nobody has read', async () => {
  vi.spyOn(env, 'MESSAGE_SIGNING', 'get').mockReturnValue('required')
  expect(paths(await post(badHeaders))).toEqual([
    'X-Request-ID',
    'TPP-Redirect-Preferred',
    'PSU-IP-Address',
    'verbose',
  ])
  const unsigned = await tpp.call('/v1/consents', {
    method: 'POST',
    body: wrong,
    headers: { 'psu-ip-address': '192.0.2.1' },
  })
  expect([unsigned.status, codes(unsigned)]).toEqual([401, ['SIGNATURE_MISSING']])
})

test('faults of headers, query and body are told at once, each with its place and what to do', async () => {
  const answer = await post(badHeaders)
  expect(answer.status).toBe(400)
  expect(paths(answer)).toEqual([
    'X-Request-ID',
    'TPP-Redirect-Preferred',
    'PSU-IP-Address',
    'verbose',
    'access.accounts[0].iban',
    'access.accounts[1].pan',
    'access.balances[0].color',
    'access.balances[0].iban',
    'recurringIndicator',
    'validUntil',
    'frequencyPerDay',
    'combinedServiceIndicator',
    'one',
    'two',
  ])
  expect(codes(answer)[11]).toBe('SESSIONS_NOT_SUPPORTED')
  for (const { category, text } of answer.json.tppMessages) {
    expect(category).toBe('ERROR')
    expect(text).toMatch(/Send|Leave|must|Ask|Name/)
  }
  expect(answer.json._links.help.href).toMatch(/FORMAT_ERROR$/)
})

test('a body of another type or size is told by itself, and what else is wrong before it', async () => {
  const type = { 'content-type': 'text/plain' }
  const alone = await tpp.call('/v1/consents', {
    method: 'POST',
    body: '{}',
    headers: { 'psu-ip-address': '192.0.2.1', ...type },
  })
  expect([alone.status, codes(alone)]).toEqual([415, ['UNSUPPORTED_MEDIA_TYPE']])
  const both = await post(type, '{}')
  expect([both.status, paths(both)]).toEqual([400, ['verbose']])
})

test('of many faults twenty are told, as the contract says', async () => {
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`field${index}`, index]))
  const answer = await post({}, many)
  expect(answer.json.tppMessages).toHaveLength(20)
})

test('all faults of a query are told at once', async () => {
  const path = '/v1/accounts/x/transactions?bookingStatus=all&deltaList=false&entryReferenceFrom=1'
  const answer = await tpp.call(path, { headers: { 'consent-id': randomUUID() } })
  expect([answer.status, paths(answer)]).toEqual([400, ['bookingStatus', 'entryReferenceFrom']])
  expect(codes(answer)).toEqual(['PARAMETER_NOT_SUPPORTED', 'FORMAT_ERROR'])
})

test('one place is told once, and no value is repeated', async () => {
  const long = 'ä'.repeat(300)
  // Too long and of other characters: two faults of one place.
  const access = { accounts: [{ iban: '!'.repeat(40) }] }
  const answer = await post({}, { ...wrong, access, validUntil: long })
  expect(new Set(paths(answer)).size).toBe(paths(answer).length)
  expect(answer.text).not.toContain('ä')
})
