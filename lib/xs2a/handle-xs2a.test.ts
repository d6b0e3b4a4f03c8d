import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { env } from '@/lib/env'
import { vetCaller } from '@/lib/tpp/vet-caller'
import { handleXs2a } from './handle-xs2a'

const { clientCert } = await tppWithQwac('PSDNL-DNB-PUBLIC')
const caller = await vetCaller({
  der: Buffer.from(clientCert.slice(1, -1), 'base64'),
  address: '192.0.2.1',
  through: 'public',
})
const nobody = await vetCaller({ der: null, address: 'unknown', through: 'public' })
const ask = (path: string, init: RequestInit = {}, from = caller) =>
  handleXs2a(
    new Request(`http://whatever.example/xs2a${path}`, {
      ...init,
      headers: { 'x-request-id': randomUUID(), 'psu-ip-address': '192.0.2.1', ...init.headers },
    }),
    from,
  )
const json = { 'content-type': 'application/json' }

test('mounted in Next the door answers in the same words', async () => {
  const answer = await ask('/v1/accounts', {}, nobody)
  expect(answer.status).toBe(401)
  expect(await answer.json()).toMatchObject({ tppMessages: [{ code: 'CERTIFICATE_MISSING' }] })
  for (const method of ['HEAD', 'OPTIONS', 'PATCH'])
    expect((await ask('/v1/accounts', { method })).status).toBe(405)
  const twice = new Headers({ 'x-request-id': randomUUID() })
  twice.append('x-request-id', randomUUID())
  expect((await ask('/v1/accounts', { headers: Object.fromEntries(twice) })).status).toBe(400)
  expect(
    (await ask('/v1/consents', { method: 'POST', headers: json, body: 'x'.repeat(70_000) })).status,
  ).toBe(413)
})

test('behind a proxy its links name the public origin, never the host of the request', async () => {
  const body = JSON.stringify({
    access: { accounts: [] },
    recurringIndicator: false,
    validUntil: '2099-01-01',
    frequencyPerDay: 1,
    combinedServiceIndicator: false,
  })
  const answer = await ask('/v1/consents', { method: 'POST', headers: json, body })
  expect(answer.status).toBe(201)
  expect(answer.headers.get('location')).toMatch(new RegExp(`^${env.PUBLIC_ORIGIN}/xs2a/v1/consents/`))
})
