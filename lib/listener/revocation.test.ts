import { X509Certificate } from 'node:crypto'
import { dirname } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { database } from '@/db/connection'
import { revocationAnswers } from '@/db/schema/revocation-answers'
import type { Wire } from '@/e2e/fixtures/xs2a-tpp'

// RTS Art. 34, THR-21, eidas.md 3.9: a revocation binds, and silence is no answer. The responder is the openssl program.

const port = await vi.hoisted(async () => {
  const { lastGoodPolicy } = await import('@/e2e/fixtures/last-good-policy')
  return lastGoodPolicy()
})
const { env } = await import('@/lib/env')
const { openResponder } = await import('@/e2e/fixtures/trust-responder')
const { tppWithQwac, listenerPort } = await import('@/e2e/fixtures/xs2a-tpp')
const { startServer } = await import('@/e2e/races/start-server')
const responder = await openResponder({ folder: dirname(env.TRUST_ANCHORS), port })
const other = await startServer('e2e/races/listener-server.ts')
afterAll(() => {
  vi.useRealTimers()
  other.child.disconnect()
  responder.close()
})
const MINUTE = 60_000

let number = 0
const serialOf = ({ clientCert }: Wire) =>
  new X509Certificate(Buffer.from(clientCert.slice(1, -1), 'base64')).serialNumber.toLowerCase()

/** A third party whose certificate the trust service knows as good. */
async function given(roles: ('PSP_AI' | 'PSP_IC' | 'PSP_PI')[] = ['PSP_AI']) {
  number += 1
  const tpp = await tppWithQwac(`PSDNL-DNB-REVOKE${number}`, { roles })
  const serial = serialOf(tpp)
  responder.states[serial] = 'V'
  return {
    serial,
    revoke: () => {
      responder.states[serial] = 'R:keyCompromise'
    },
    read: (asked: Parameters<Wire['call']>[1] = {}) => tpp.call('/v1/consents/x', asked),
    ask: () => tpp.call('/v1/funds-confirmations', { method: 'POST', body: {} }),
    pay: () => tpp.call('/v1/payments/sepa-credit-transfers', { method: 'POST', body: {} }),
    statusOf: () => tpp.call('/v1/payments/sepa-credit-transfers/x/status'),
  }
}

/** The machine's clock, moved; nothing waits. */
const wait = (millis: number) => vi.setSystemTime(Date.now() + millis)

beforeEach(() => {
  vi.useRealTimers()
  vi.useFakeTimers({ toFake: ['Date'] })
  Object.assign(responder, { ocsp: 'up', crl: 'up', minutes: 7 * 24 * 60 })
  responder.asked.length = 0
})

test('a revoked certificate opens nothing, from its very first call, and both instances know', async () => {
  const tpp = await given()
  tpp.revoke()
  expect(await tpp.read()).toMatchObject({ status: 401, code: 'CERTIFICATE_REVOKED' })
  expect(responder.asked).toEqual(['/ocsp'])
  expect((await tpp.read({ port: other.port })).code).toBe('CERTIFICATE_REVOKED')
  expect(responder.asked).toEqual(['/ocsp'])
})

test('a good certificate is asked about once, by one instance, for many calls', async () => {
  const tpp = await given()
  const ports = Array.from({ length: 8 }, () => listenerPort)
  const codes = (await Promise.all(ports.map((one) => tpp.read({ port: one })))).map(({ code }) => code)
  expect(new Set(codes)).toEqual(new Set(['CONSENT_UNKNOWN']))
  expect((await tpp.read({ port: other.port })).code).toBe('CONSENT_UNKNOWN')
  expect(responder.asked).toEqual(['/ocsp'])
})

test('a revocation binds within the freshness, on an open connection and in a resumed session', async () => {
  const tpp = await given()
  expect((await tpp.read()).code).toBe('CONSENT_UNKNOWN')
  tpp.revoke()
  wait(14 * MINUTE)
  // Still what was said; asked anew behind the answer.
  expect((await tpp.read()).code).toBe('CONSENT_UNKNOWN')
  await expect.poll(() => answerOf(tpp.serial)).toBe('revoked')
  wait(MINUTE)
  expect((await tpp.read()).code).toBe('CERTIFICATE_REVOKED')
  expect((await tpp.read({ headers: { connection: 'close' } })).code).toBe('CERTIFICATE_REVOKED')
  expect((await tpp.read()).code).toBe('CERTIFICATE_REVOKED')
})

test('without a call in between, the first one after the freshness waits for the answer', async () => {
  const tpp = await given()
  expect((await tpp.read()).code).toBe('CONSENT_UNKNOWN')
  tpp.revoke()
  wait(15 * MINUTE)
  expect((await tpp.read()).code).toBe('CERTIFICATE_REVOKED')
})

test('an answer is not used past the moment at which its source promised the next one', async () => {
  responder.minutes = 3
  const tpp = await given()
  expect((await tpp.read()).code).toBe('CONSENT_UNKNOWN')
  tpp.revoke()
  Object.assign(responder, { minutes: 60, asked: [] })
  wait(4 * MINUTE)
  expect((await tpp.read()).code).toBe('CERTIFICATE_REVOKED')
  expect(responder.asked).toEqual(['/ocsp'])
})

test('what is revoked stays so, though its responder forgets', async () => {
  const tpp = await given()
  tpp.revoke()
  expect((await tpp.read()).code).toBe('CERTIFICATE_REVOKED')
  responder.states[tpp.serial] = 'V'
  wait(3 * 24 * 60 * MINUTE)
  expect((await tpp.read()).code).toBe('CERTIFICATE_REVOKED')
})

test('a responder that is silent leaves it to the list; one list serves all certificates of its issuer', async () => {
  responder.ocsp = 'down'
  const [good, bad] = [await given(), await given()]
  bad.revoke()
  expect((await bad.read()).code).toBe('CERTIFICATE_REVOKED')
  expect((await good.read()).code).toBe('CONSENT_UNKNOWN')
  expect(responder.asked).toEqual(['/ocsp', '/crl/issuing.crl', '/ocsp'])
  expect((await good.read({ port: other.port })).code).toBe('CONSENT_UNKNOWN')
})

test('a certificate that its own responder does not know is refused, whatever the list says', async () => {
  const tpp = await given()
  delete responder.states[tpp.serial]
  const answer = await tpp.read()
  expect(answer).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE' })
  expect(answer.text).toContain('does not know the certificate')
  expect(responder.asked).toEqual(['/ocsp'])
  responder.states[tpp.serial] = 'V'
  wait(5_001)
  expect((await tpp.read()).code).toBe('CONSENT_UNKNOWN')
})

test('nobody answers for a certificate that was never good: closed, with who was silent since when', async () => {
  Object.assign(responder, { ocsp: 'down', crl: 'down' })
  const tpp = await given()
  // A list that was fetched a moment ago would do.
  wait(6 * MINUTE)
  const answer = await tpp.read()
  expect(answer).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE' })
  expect(answer.text).toMatch(/OCSP responder http:\S+ \(cannot be reached\).*silent since 20\d\d-/)
  expect(answer.headers['retry-after']).toBeDefined()
})

test('sources that hang are given up, once for all who wait, and are not asked again at once', async () => {
  Object.assign(responder, { ocsp: 'hanging', crl: 'hanging' })
  const tpp = await given()
  wait(6 * MINUTE)
  const answers = await Promise.all([tpp.read(), tpp.read(), tpp.read()])
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]))
  const asked = [...responder.asked]
  expect((await tpp.read()).status).toBe(503)
  expect(responder.asked).toEqual(asked)
  expect(new Set(asked).size).toBe(asked.length)
})

test('sources down: payments and funds closed, account information on the last good answer and no longer; up again, all is as before', async () => {
  const tpp = await given(['PSP_AI', 'PSP_IC', 'PSP_PI'])
  expect((await tpp.read()).code).toBe('CONSENT_UNKNOWN')
  expect((await tpp.ask()).status).toBe(400)
  expect((await tpp.pay()).status).toBe(400)
  expect((await tpp.statusOf()).status).toBe(403)
  Object.assign(responder, { ocsp: 'down', crl: 'down' })
  wait(16 * MINUTE)
  const [read, asked] = [await tpp.read(), await tpp.ask()]
  expect(read.code).toBe('CONSENT_UNKNOWN')
  expect(read.headers['certificate-last-good']).toMatch(/^20\d\d-/)
  expect(asked).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE' })
  for (const closed of [await tpp.pay(), await tpp.statusOf()])
    expect(closed).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE' })
  expect(asked.text).toContain('only account information is served, for 2 hours')
  wait(105 * MINUTE)
  expect((await tpp.read()).status).toBe(503)
  Object.assign(responder, { ocsp: 'up', crl: 'up' })
  wait(5_001)
  expect(await tpp.read()).toMatchObject({ code: 'CONSENT_UNKNOWN' })
  expect((await tpp.read()).headers['certificate-last-good']).toBeUndefined()
  expect((await tpp.ask()).status).toBe(400)
})

test('a certificate that was revoked while nobody answered is refused as soon as somebody does', async () => {
  const tpp = await given()
  expect((await tpp.read()).code).toBe('CONSENT_UNKNOWN')
  Object.assign(responder, { ocsp: 'down', crl: 'down' })
  wait(16 * MINUTE)
  expect((await tpp.read()).code).toBe('CONSENT_UNKNOWN')
  tpp.revoke()
  responder.crl = 'up'
  wait(5_001)
  await tpp.read()
  await expect.poll(() => answerOf(tpp.serial)).toBe('revoked')
  wait(5_001)
  expect((await tpp.read()).code).toBe('CERTIFICATE_REVOKED')
})

async function answerOf(serial: string): Promise<string | undefined> {
  const rows = await database().select().from(revocationAnswers).where(eq(revocationAnswers.serial, serial))
  return rows[0]?.status
}
