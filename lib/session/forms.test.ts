import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { POST as stop } from '@/app/(customer)/permissions/[consentId]/stop/confirm/route'
import { Browser } from '@/e2e/fixtures/browser'
import { givenCustomer } from '@/e2e/fixtures/given-passkey'
import { now } from '@/lib/clock'
import { Refusal, type RefusalCode } from '@/lib/errors'
import { ceremony } from './ceremony'
import { customerForm } from './customer-form'
import { sameOriginPath } from './same-origin-path'
import { startSession } from './start-session'
import { visitorForm } from './visitor-form'

vi.mock('next/headers', async () => (await import('@/e2e/fixtures/browser')).nextHeaders)

const ORIGIN = 'http://localhost:3000'
const FORM = 'application/x-www-form-urlencoded'
const CONTEXT = { params: Promise.resolve({ id: '7' }) }
const Colour = z.strictObject({ colour: z.string() })

const post = (body: string, headers: Record<string, string> = {}) =>
  new Request('http://whatever.example/colour', {
    method: 'POST',
    body,
    headers: { 'content-type': FORM, origin: ORIGIN, 'sec-fetch-site': 'same-origin', ...headers },
  })

const FOREIGN: [string, Record<string, string>][] = [
  ['another origin', { origin: 'https://evil.example' }],
  ['a sandboxed frame', { origin: 'null' }],
  ['an origin that begins like ours', { origin: `${ORIGIN}.evil.example` }],
  ['another port', { origin: 'http://localhost:3001' }],
  ['no origin', { origin: '' }],
  ['another site under our origin', { 'sec-fetch-site': 'cross-site' }],
  ['a sibling host', { 'sec-fetch-site': 'same-site' }],
  ['an address typed by hand', { 'sec-fetch-site': 'none' }],
  [
    'a Host header that agrees with a foreign origin',
    { origin: 'https://evil.example', host: 'evil.example' },
  ],
]

test.each(FOREIGN)('a form sent from %s does nothing', async (_what, headers) => {
  const use = vi.fn(async () => '/')
  const answer = await visitorForm(Colour, use)(post('colour=red', headers), CONTEXT)
  expect(answer.status).toBe(403)
  expect(answer.headers.get('location')).toBeNull()
  const script = ceremony(z.strictObject({}), async () => use().then(() => ({})))
  expect((await script(post('{}', { 'content-type': 'application/json', ...headers }), CONTEXT)).status).toBe(
    403,
  )
  expect(use).not.toHaveBeenCalled()
})

test.each([
  ['with a field sent twice', 'colour=red&colour=blue', FORM],
  ['with a field nobody asked for', 'colour=red&psuId=anna', FORM],
  ['without its field', '', FORM],
  ['of another media type', 'colour=red', 'text/plain'],
  ['of sixty-five kilobytes', `colour=${'x'.repeat(65 * 1024)}`, FORM],
])('a form %s does nothing', async (_what, body, type) => {
  const use = vi.fn(async () => '/')
  const answer = await visitorForm(Colour, use)(post(body, { 'content-type': type }), CONTEXT)
  expect(answer.status).toBe(303)
  expect(answer.headers.get('location')).toMatch(/^\/problem\?words=notUnderstood&reference=[0-9a-f-]{36}$/)
  expect(use).not.toHaveBeenCalled()
})

test('a form of a customer without a session leads to the sign-in page', async () => {
  new Browser().use()
  const use = vi.fn(async () => '/')
  const answer = await customerForm(Colour, use)(post('colour=red'), CONTEXT)
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in'])
  expect(use).not.toHaveBeenCalled()
})

test('a form on a page that has a sign-in of its own leads back to that page, so nothing asked for is lost', async () => {
  new Browser().use()
  const use = vi.fn(async () => '/')
  const handler = customerForm(Colour, use, { signIn: ({ id }) => `/request/${id}` })
  const answer = await handler(post('colour=red'), CONTEXT)
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/request/7'])
  expect(use).not.toHaveBeenCalled()
})

test('a refusal leads back to the page that says it, an unexpected fault tells nothing but a reference', async () => {
  const refusing = visitorForm(
    Colour,
    async () => {
      throw new Refusal('last_authenticator')
    },
    { page: '/security' },
  )
  const refused = await refusing(post('colour=red'), CONTEXT)
  expect(refused.headers.get('location')).toBe('/security?problem=lastAuthenticator')
  const broken = ceremony(z.strictObject({}), async () => {
    throw new Error('password=hunter2')
  })
  const failed = await broken(post('{}', { 'content-type': 'application/json' }), CONTEXT)
  const body = await failed.text()
  expect([failed.status, body.includes('hunter2')]).toEqual([500, false])
  expect(JSON.parse(body).error.reference).toBe(failed.headers.get('x-request-id'))
})

test('whatever was wrong with an authentication, the answer is one (REG-SCA-03)', async () => {
  const codes: RefusalCode[] = [
    'sca_failed',
    'sca_locked',
    'challenge_spent',
    'authenticator_unknown',
    'psu_blocked',
  ]
  const answers = codes.map(async (code) => {
    const refusing = ceremony(z.strictObject({}), async () => {
      throw new Refusal(code)
    })
    const answer = await refusing(post('{}', { 'content-type': 'application/json' }), CONTEXT)
    const { error } = await answer.json()
    return JSON.stringify([answer.status, error.code, error.message.replaceAll(error.reference, '…')])
  })
  expect(new Set(await Promise.all(answers)).size).toBe(1)
})

test('a stop under a path that names no permission is told as one that is not here', async () => {
  const { psuId, passkey } = await givenCustomer()
  new Browser().use()
  const { credentialId } = passkey
  await startSession({
    psuId,
    credentialId,
    interactionUid: null,
    userAgent: null,
    requestId: null,
    now: await now(),
  })
  for (const consentId of ['nonsense', "' or true --", randomUUID()]) {
    const answer = await stop(post(''), { params: Promise.resolve({ consentId }) })
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      expect.stringContaining('/problem?words=notHere&'),
    ])
  }
})

test.each(['{', '[]', '{"a":1}', '"x"', ''])('a ceremony refuses %j', async (body) => {
  const use = vi.fn(async () => ({}))
  const json = { 'content-type': 'application/json' }
  expect((await ceremony(z.strictObject({}), use)(post(body, json), CONTEXT)).status).toBe(400)
  expect(use).not.toHaveBeenCalled()
})

test('an own form is answered by a relative 303, whatever Host says', async () => {
  const { psuId, passkey } = await givenCustomer()
  new Browser().use()
  const { credentialId } = passkey
  await startSession({
    psuId,
    credentialId,
    interactionUid: null,
    userAgent: null,
    requestId: null,
    now: await now(),
  })
  const handler = customerForm(
    Colour,
    async ({ customer, input, params }) => `/${params.id}/${input.colour}/${customer.psuId === psuId}`,
  )
  const request = post('colour=red', { host: 'evil.example' })
  // A browser that does not know Sec-Fetch-Site still sends the Origin.
  request.headers.delete('sec-fetch-site')
  const answer = await handler(request, CONTEXT)
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/7/red/true'])
})

test.each([
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/a\nb', '/'],
  ['/%0d%0aset-cookie:x', '/'],
  ['/a/..//evil.example', '/'],
  ['/a/../..//evil.example', '/'],
  ['/../..//evil.example', '/'],
  ['', '/'],
  ['/permissions/1?day=2#day', '/permissions/1?day=2#day'],
])('where to go on to: %j leads to %j', (given, expected) => {
  expect(sameOriginPath(given)).toBe(expected)
})
