import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProxy, PROXIES } from '@/scripts/find-proxies'
import { HOUSE } from '../fixtures/house'
import { expect, test } from '../fixtures/journey'
import { askRaw, spoofs } from '../fixtures/spoofed-headers'
import { startProxy } from '../fixtures/start-proxy'
import { sandbox } from '../fixtures/third-party'

// THR-21 in the server as it is built, which knows the secret of a proxy. lib/listener/forwarded.test.ts tries the rest.

const PUBLIC_PORT = Number(new URL(HOUSE.PUBLIC_ORIGIN).port)
const LISTENER_PORT = Number(new URL(HOUSE.MTLS_ORIGIN).port)
const NOWHERE = '/xs2a/v1/consents/x'
const DOORS = [
  ['GET', NOWHERE],
  ['POST', '/oauth/register'],
] as const

/** Certificate, key and what comes as `Client-Cert`, of an organisation of its own. */
async function givenIdentity(id: string) {
  const folder = await mkdtemp(join(tmpdir(), 'placet-forwarded-'))
  await sandbox('certificate', '--org', id, '--name', 'Forwarded B.V.', '--roles', 'AI', '--out', folder)
  const [cert, key] = await Promise.all(['qwac.pem', 'qwac.key'].map((file) => readFile(join(folder, file))))
  return { cert, key, clientCert: `:${String(cert).replace(/-----[A-Z ]+-----|\s/g, '')}:` }
}

const house = (file: string) => readFile(join(process.env.PLACET_HOME ?? '', 'sandbox', file))

async function expectStrangers(port: number, clientCert: string, tls?: { ca: Buffer }) {
  for (const [way, lines] of spoofs(clientCert))
    for (const [method, path] of DOORS) {
      const { status, text } = await askRaw({ port, method, path, lines, tls })
      expect([400, 401], `${way} at ${port}${path}: ${text}`).toContain(status)
      if (status === 401) expect(text, `${way} at ${port}${path}`).toContain('CERTIFICATE_MISSING')
    }
}

test('a stranger who writes Client-Cert is a stranger at both ports, and who knows the secret is believed', async () => {
  const { clientCert } = await givenIdentity('PSDNL-DNB-FORWARDED')
  const ca = await house('root.pem')
  await expectStrangers(PUBLIC_PORT, clientCert)
  await expectStrangers(LISTENER_PORT, clientCert, { ca })
  const lines = [`Client-Cert: ${clientCert}`, `X-Client-Cert-Secret: ${HOUSE.CLIENT_CERTIFICATE_SECRET}`]
  expect((await askRaw({ port: PUBLIC_PORT, path: NOWHERE, lines })).text).toContain('CONSENT_UNKNOWN')
  const atListener = await askRaw({ port: LISTENER_PORT, path: NOWHERE, lines, tls: { ca } })
  expect(atListener.text).toContain('CERTIFICATE_MISSING')
})

for (const name of PROXIES)
  test(`${name} in front passes on the certificate of the connection, and no other`, async () => {
    const program = findProxy(name)
    test.skip(!program, `NOT RUN: ${name} is not installed, so that its file in deploy/ is not tried.`)
    const [own, victim] = [
      await givenIdentity(`PSDNL-DNB-F${name}`),
      await givenIdentity(`PSDNL-DNB-V${name}`),
    ]
    const [ca, certificate, key] = await Promise.all(['root.pem', 'server.pem', 'server.key'].map(house))
    if (!program || !ca) throw new Error('There is nothing to start')
    const proxy = await startProxy({
      name,
      program,
      upstream: PUBLIC_PORT,
      secret: HOUSE.CLIENT_CERTIFICATE_SECRET,
      certificate: String(certificate),
      key: String(key),
    })
    try {
      const genuine = await askRaw({ port: proxy.mutual, path: NOWHERE, lines: [], tls: { ca, ...own } })
      expect(genuine.text).toContain('CONSENT_UNKNOWN')
      for (const port of [proxy.mutual, proxy.people]) await expectStrangers(port, victim.clientCert, { ca })
      const page = await askRaw({ port: proxy.people, path: '/sign-in', lines: [], tls: { ca } })
      expect(page.status).toBe(200)
    } finally {
      await proxy.stop()
    }
  })
