import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openPublicPort } from '@/e2e/fixtures/public-port'
import { startProxy } from '@/e2e/fixtures/start-proxy'
import { listenerPort, stranger, tppWithFault, tppWithQwac, type Wire } from '@/e2e/fixtures/xs2a-tpp'
import { env } from '@/lib/env'
import { findProxy, PROXIES } from '@/scripts/find-proxies'

// "Why was I refused?" where a proxy ends mutual TLS: the files of deploy/ in the real programs.

const SECRET = vi.hoisted(() => {
  process.env.CLIENT_CERTIFICATE_SECRET = 'a secret that only the proxies know'
  return process.env.CLIENT_CERTIFICATE_SECRET
})
const app = await openPublicPort()
const victim = await tppWithQwac('PSDNL-DNB-WHYVICTIM')
const claims = { 'client-cert': victim.clientCert, 'x-client-cert-secret': 'guess' }
const nobody = { presented: false, answer: { code: 'CERTIFICATE_MISSING' } }

const ask = (tpp: Wire, port: number, method = 'GET') =>
  tpp.call('/certificate', { door: '', port, method, headers: claims })

for (const name of PROXIES) {
  const program = findProxy(name)
  // biome-ignore lint/suspicious/noConsole: whoever runs this file alone is to see it.
  if (!program) console.warn(`NOT RUN: ${name} is not installed, so that its file in deploy/ is not tried.`)
  describe.skipIf(!program)(`behind ${name}`, () => {
    let proxy: Awaited<ReturnType<typeof startProxy>>
    beforeAll(async () => {
      const certificate = readFileSync(env.MTLS_CERTIFICATE_FILE, 'utf8')
      const key = readFileSync(env.MTLS_KEY_FILE, 'utf8')
      const upstream = app.port
      proxy = await startProxy({ name, program: program ?? '', upstream, secret: SECRET, certificate, key })
    })
    afterAll(() => proxy?.stop())

    test('nothing is told of a certificate that somebody merely claims, at either origin', async () => {
      expect((await ask(stranger(), proxy.mutual)).json).toMatchObject(nobody)
      expect((await ask(victim, proxy.people)).json).toMatchObject(nobody)
    })

    test('only this path, and only asking', async () => {
      const written = await ask(victim, proxy.mutual, 'POST')
      expect([written.status, written.headers.allow]).toEqual([405, 'GET, HEAD'])
      expect((await victim.call('/certificates', { door: '', port: proxy.mutual })).status).toBe(404)
    })

    test('of the certificate of the own connection the same as at the listener', async () => {
      const bad = await tppWithFault('expired')
      const [direct, through] = [await ask(bad, listenerPort), await ask(bad, proxy.mutual)]
      expect([through.status, through.headers['cache-control']]).toEqual([200, 'no-store'])
      const { judgedAt: _, ...told } = through.json
      expect(direct.json).toMatchObject(told)
      expect(told).toMatchObject({ presented: true, good: false, reason: 'EXPIRED' })
    })
  })
}
