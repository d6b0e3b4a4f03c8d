import { X509Certificate } from 'node:crypto'
import { dirname } from 'node:path'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'

// Nobody says whether a certificate is revoked: what this door still does depends on what is asked for (eidas.md 3.9).

const port = await vi.hoisted(async () => {
  const { lastGoodPolicy } = await import('@/e2e/fixtures/last-good-policy')
  return lastGoodPolicy()
})
const { env } = await import('@/lib/env')
const { openResponder } = await import('@/e2e/fixtures/trust-responder')
const { fetchAs, issueQwac } = await import('@/e2e/fixtures/oauth-door')
const { post } = await import('@/e2e/fixtures/oauth-raw')
const { givenConsent, givenTpp, REDIRECT_URI } = await import('@/e2e/fixtures/oauth-tpp')
const responder = await openResponder({ folder: dirname(env.TRUST_ANCHORS), port })
afterAll(() => {
  vi.useRealTimers()
  responder.close()
})
beforeEach(() => {
  vi.useRealTimers()
  vi.useFakeTimers({ toFake: ['Date'] })
  Object.assign(responder, { ocsp: 'up', crl: 'up' })
})
const wait = (minutes: number) => vi.setSystemTime(Date.now() + minutes * 60_000)
const ABSENT = '00000000-0000-4000-8000-000000000000'

async function given() {
  const org = 'PSDNL-DNB-SILENCE'
  const qwac = await issueQwac(org)
  responder.states[new X509Certificate(qwac.cert).serialNumber.toLowerCase()] = 'V'
  const tpp = await givenTpp({ org, qwac })
  const scope = `AIS:${await givenConsent(org)}`
  const push = (asked: string, how = {}) =>
    post(
      tpp,
      '/oauth/par',
      {
        response_type: 'code',
        redirect_uri: REDIRECT_URI,
        code_challenge: 'a'.repeat(43),
        code_challenge_method: 'S256',
        scope: asked,
      },
      how,
    )
  return {
    byKey: (asked = scope) => push(asked),
    byCertificate: (asked = scope) => push(asked, { origin: env.MTLS_ORIGIN, qwac }),
    discover: () => fetchAs(qwac)(`${env.MTLS_ORIGIN}/.well-known/oauth-authorization-server`),
    register: () => fetchAs(qwac)(`${env.MTLS_ORIGIN}/oauth/register`),
  }
}

test('account information goes on upon the last good answer; funds, identity and registration are closed', async () => {
  const tpp = await given()
  for (const push of [tpp.byKey, tpp.byCertificate]) expect((await push()).status).toBe(201)
  Object.assign(responder, { ocsp: 'down', crl: 'down' })
  wait(16)
  for (const push of [tpp.byKey, tpp.byCertificate]) {
    expect((await push()).status).toBe(201)
    for (const asked of [`PIIS:${ABSENT}`, 'openid'])
      expect(await push(asked)).toMatchObject({ status: 503, error: 'temporarily_unavailable' })
  }
  const registration = await tpp.register()
  expect(registration.status).toBe(503)
  expect(await registration.text()).toMatch(/SERVICE_UNAVAILABLE.*silent since/)
  wait(105)
  for (const push of [tpp.byKey, tpp.byCertificate])
    expect(await push()).toMatchObject({ status: 503, error: 'temporarily_unavailable' })
  const closed = await tpp.byCertificate()
  expect(closed.json.error_description).toMatch(/silent since/)
  expect(closed.answer.headers.get('retry-after')).toBe('60')
  expect((await tpp.discover()).status).toBe(200)

  Object.assign(responder, { ocsp: 'up', crl: 'up' })
  wait(1)
  for (const push of [tpp.byKey, tpp.byCertificate])
    expect((await push(`PIIS:${ABSENT}`)).error).toBe('invalid_scope')
  expect((await tpp.register()).status).toBe(200)
})
