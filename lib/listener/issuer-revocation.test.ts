import { X509Certificate } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import type { Wire } from '@/e2e/fixtures/xs2a-tpp'

// eidas.md 3.9: revocation of the issuing CA, too, where the CA above it is known.

const port = await vi.hoisted(async () => {
  const { freePort } = await import('@/e2e/fixtures/free-port')
  const free = await freePort()
  process.env.SANDBOX_TRUST_ORIGIN = `http://127.0.0.1:${free}`
  process.env.REVOCATION_HOSTS = `127.0.0.1:${free}`
  return free
})
const { env } = await import('@/lib/env')
const { ensureSandboxPki } = await import('@/lib/sandbox/ensure-sandbox-pki')
const folder = dirname(env.TRUST_ANCHORS)
await ensureSandboxPki(folder)
mkdirSync(join(env.TRUST_ANCHORS, 'above'))
copyFileSync(join(folder, 'ca', 'root.pem'), join(env.TRUST_ANCHORS, 'above', 'root.pem'))
const { openResponder } = await import('@/e2e/fixtures/trust-responder')
const { tppWithQwac } = await import('@/e2e/fixtures/xs2a-tpp')
const responder = await openResponder({ folder, port })
afterAll(() => {
  vi.useRealTimers()
  responder.close()
})

const serialOf = (pem: string | Buffer) => new X509Certificate(pem).serialNumber.toLowerCase()
const issuing = serialOf(readFileSync(join(folder, 'ca', 'issuing.pem')))
const wait = (minutes: number) => vi.setSystemTime(Date.now() + minutes * 60_000)

async function given(organizationIdentifier: string): Promise<Wire> {
  const tpp = await tppWithQwac(organizationIdentifier)
  responder.states[serialOf(Buffer.from(tpp.clientCert.slice(1, -1), 'base64'))] = 'V'
  return tpp
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})

test('the CA above is asked about the issuing CA: its silence closes, its revocation refuses every certificate', async () => {
  const tpp = await given('PSDNL-DNB-ABOVE1')
  responder.crl = 'down'
  const silent = await tpp.call('/v1/consents/x')
  expect(silent).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE' })
  expect(silent.text).toContain('Whether the issuing CA is revoked is not known')
  responder.crl = 'up'
  wait(1)
  expect((await tpp.call('/v1/consents/x')).code).toBe('CONSENT_UNKNOWN')
  responder.states[issuing] = 'R:CACompromise'
  wait(15)
  const revoked = await tpp.call('/v1/consents/x')
  expect(revoked).toMatchObject({ status: 401, code: 'CERTIFICATE_REVOKED' })
  expect(revoked.text).toContain('The certificate of the issuing CA was revoked')
  expect((await (await given('PSDNL-DNB-ABOVE2')).call('/v1/consents/x')).code).toBe('CERTIFICATE_REVOKED')
})
