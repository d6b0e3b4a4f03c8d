import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { NextRequest } from 'next/server'
import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { ceremony } from '@/lib/session/ceremony'
import { SESSION_COOKIE } from '@/lib/session/session-cookie'
import { visitorForm } from '@/lib/session/visitor-form'
import { proxy } from '@/proxy'
import { takeBlocks } from './blocks'
import { stampSource } from './source-of'

vi.mock('next/headers', async () => (await import('@/e2e/fixtures/browser')).nextHeaders)
vi.hoisted(() => {
  process.env.LIMIT_PEOPLE_PER_MINUTE = '6'
})

// Forms, passkey ceremonies and pages, per network and per session (THR-16). Time stands still: on a slow machine so much
// would come back meanwhile that nobody were too fast.
vi.useFakeTimers({ toFake: ['performance'] })

const ORIGIN = 'http://localhost:3000'
const CONTEXT = { params: Promise.resolve({}) }
const use = vi.fn(async () => '/')
const form = visitorForm(z.strictObject({ colour: z.string() }), use, { page: '/colour' })
const script = ceremony(z.strictObject({}), async () => ({}))
const activation = ceremony(z.strictObject({}), async () => ({}), 'activation')

/** Headers as the guard of the public port leaves them. */
function headersFrom(address: string, more: Record<string, string> = {}): Record<string, string> {
  const socket = new Socket()
  Object.defineProperty(socket, 'remoteAddress', { value: address })
  const req = new IncomingMessage(socket)
  req.headers = { origin: ORIGIN, 'sec-fetch-site': 'same-origin', ...more }
  stampSource(req)
  return Object.fromEntries(Object.entries(req.headers).map(([name, value]) => [name, String(value)]))
}

const send = (
  handler: typeof form,
  { address, body = '{}', type = 'application/json', cookie }: Sent,
): Promise<Response> =>
  handler(
    new Request(`${ORIGIN}/x`, {
      method: 'POST',
      body,
      headers: headersFrom(address, { 'content-type': type, ...(cookie && { cookie }) }),
    }),
    CONTEXT,
  )

async function many(count: number, one: () => Promise<Response>): Promise<Response[]> {
  const answers = []
  for (let time = 0; time < count; time++) answers.push(await one())
  return answers
}

test('a form sent too often leads back to its page, which says what to do, and does nothing', async () => {
  const sent = { address: '192.0.2.1', body: 'colour=red', type: 'application/x-www-form-urlencoded' }
  const answers = await many(20, () => send(form, sent))
  const refused = answers.filter((answer) => answer.headers.get('location') === '/colour?problem=tooMany')
  expect(refused).toHaveLength(14)
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(use).toHaveBeenCalledTimes(20 - refused.length)
  expect((await send(form, { ...sent, address: '192.0.2.2' })).headers.get('location')).toBe('/')
  expect(takeBlocks()).toMatchObject([{ rule: 'TOO_MANY_FORMS', address: '192.0.2.1' }])
})

test('a ceremony tried too often is told in JSON to wait', async () => {
  const answers = await many(20, () => send(script, { address: '2001:db8::1' }))
  const last = answers.at(-1)
  expect(last?.status).toBe(429)
  expect(await last?.json()).toMatchObject({
    error: { code: 'too_many_requests', message: expect.stringContaining('Wait a minute') },
  })
  // Another address of the same household's network is the same source.
  expect((await send(script, { address: '2001:db8::2' })).status).toBe(429)
  expect((await send(script, { address: '2001:db8:0:1::2' })).status).toBe(200)
})

test('activation codes are tried more slowly still', async () => {
  const answers = await many(6, () => send(activation, { address: '192.0.2.10' }))
  expect(answers.map(({ status }) => status)).toEqual([200, 429, 429, 429, 429, 429])
})

test('one session is limited wherever it comes from', async () => {
  const cookie = `other=1; ${SESSION_COOKIE}=${'s'.repeat(43)}`
  let hop = 0
  const answers = await many(10, () => send(script, { address: `198.51.100.${hop++}`, cookie }))
  expect(answers.map(({ status }) => status).slice(6)).toEqual([429, 429, 429, 429])
})

test('where nobody can say where people come from, nobody is limited for all', async () => {
  const anonymous = () =>
    new Request(`${ORIGIN}/x`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json', origin: ORIGIN },
    })
  const answers = await many(30, () => script(anonymous(), CONTEXT))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
})

test('pages asked for too often are one plain sentence', async () => {
  const ask = (address: string, method = 'GET', path = '/') =>
    proxy(new NextRequest(`${ORIGIN}${path}`, { method, headers: headersFrom(address) }))
  const answers = await many(80, () => ask('192.0.2.20'))
  const refused = answers.filter(({ status }) => status === 429)
  expect(refused).toHaveLength(50)
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await ask('192.0.2.21')).status).toBe(200)
  for (const [method, path] of [
    ['HEAD', '/'],
    ['POST', '/'],
    ['PUT', '/'],
    // Such an address could be a form's, and is none.
    ['POST', '/permissions/ask'],
  ] as const)
    expect((await ask('192.0.2.20', method, path)).status).toBe(429)
})

type Sent = { address: string; body?: string; type?: string; cookie?: string }
