import { readFileSync } from 'node:fs'
import { connect as connectByHttp2 } from 'node:http2'
import { dirname, join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { database } from '@/db/connection'
import { tpps } from '@/db/schema/tpps'
import { givenAccount, givenConsent, givenPsu, givenToken } from '@/e2e/fixtures/given-consent'
import { thumbprintOf } from '@/e2e/fixtures/given-reader'
import { askOnce, handshakeOf } from '@/e2e/fixtures/handshakes'
import { openPublicPort } from '@/e2e/fixtures/public-port'
import { askRaw, spoofs } from '@/e2e/fixtures/spoofed-headers'
import { startProxy } from '@/e2e/fixtures/start-proxy'
import { listenerPort, stranger, tppWithFault, tppWithQwac, type Wire } from '@/e2e/fixtures/xs2a-tpp'
import { env } from '@/lib/env'
import { issueBadCertificate } from '@/lib/sandbox/issue-bad-certificate'
import { issueTppCertificates } from '@/lib/sandbox/issue-tpp-certificates'
import { findProxy, PROXIES } from '@/scripts/find-proxies'

// THR-21: who calls is said by the connection, or by a proxy that knows the secret; the files of deploy/ in the real programs.

const SECRET = vi.hoisted(() => {
  process.env.CLIENT_CERTIFICATE_SECRET = 'a secret that only the proxies know'
  return process.env.CLIENT_CERTIFICATE_SECRET
})
const folder = dirname(env.TRUST_ANCHORS)
const ca = readFileSync(join(folder, 'root.pem'))
const app = await openPublicPort()
const victim = await tppWithQwac('PSDNL-DNB-VICTIM')
const CLAIMS = [
  ...[
    'Client-Cert',
    'Client-Cert-Chain',
    'X-Client-Cert-Secret',
    'Forwarded',
    'X-Real-IP',
    'X-Forwarded-For',
  ],
  ...['X-Forwarded-Host', 'X-Forwarded-Port', 'X-Forwarded-Proto', 'Client_Cert'],
]
const DOORS = [
  ['GET', '/xs2a/v1/consents/x'],
  ['GET', '/xs2a/v1/accounts'],
  ['POST', '/oauth/register'],
  ['POST', '/oauth/par'],
] as const

/** Nobody was taken for the victim: the first call that is would enrol it. */
async function expectNobodyServed() {
  expect(await database().select().from(tpps).where(eq(tpps.id, 'PSDNL-DNB-VICTIM'))).toEqual([])
}

/** Every spelling at every door of a port ends as for a stranger, or as no HTTP at all. */
async function expectAllIgnored(port: number, over: { ca: Buffer } | undefined) {
  for (const [way, lines] of spoofs(victim.clientCert))
    for (const [method, path] of DOORS) {
      const { status, text } = await askRaw({ port, method, path, lines, tls: over })
      expect([400, 401], `${way}, ${path}: ${text}`).toContain(status)
      if (status === 401)
        expect(text, `${way}, ${path}`).toMatch(/CERTIFICATE_MISSING|invalid_client|invalid_request/)
    }
  await expectNobodyServed()
}

test('a stranger who writes the header is a stranger, however it is spelled: at the listener', async () => {
  await expectAllIgnored(listenerPort, { ca })
})

test('and at the public port itself', async () => {
  await expectAllIgnored(app.port, undefined)
})

test('at the listener not even who knows the secret speaks for others', async () => {
  const headers = { 'client-cert': victim.clientCert, 'x-client-cert-secret': SECRET }
  expect((await stranger().call('/v1/accounts', { headers })).code).toBe('CERTIFICATE_MISSING')
  await expectNobodyServed()
})

for (const name of PROXIES) {
  const program = findProxy(name)
  // biome-ignore lint/suspicious/noConsole: whoever runs this file alone is to see it.
  if (!program) console.warn(`NOT RUN: ${name} is not installed, so that its file in deploy/ is not tried.`)
  describe.skipIf(!program)(`behind ${name}`, () => {
    let proxy: Awaited<ReturnType<typeof startProxy>>
    beforeAll(async () => {
      const certificate = readFileSync(env.MTLS_CERTIFICATE_FILE, 'utf8')
      const key = readFileSync(env.MTLS_KEY_FILE, 'utf8')
      proxy = await startProxy({
        name,
        program: program ?? '',
        upstream: app.port,
        secret: SECRET,
        certificate,
        key,
      })
    })
    afterAll(() => proxy?.stop())
    const codeOf = async (tpp: Wire, path = '/v1/consents/x') =>
      (await tpp.call(path, { port: proxy.mutual })).code

    test('no spelling of the header makes a stranger somebody, at either origin', async () => {
      await expectAllIgnored(proxy.mutual, { ca })
      await expectAllIgnored(proxy.people, { ca })
    })

    test('nothing that a caller claims arrives at the application, and the secret only from the origin of third parties', async () => {
      const claims = CLAIMS.flatMap((name) => [`${name}: claimed`, `${name.toLowerCase()}: claimed`])
      for (const port of [proxy.mutual, proxy.people]) {
        await askRaw({ port, path: '/xs2a/v1/accounts', lines: claims, tls: { ca } })
        const arrived = app.seen.at(-1) ?? {}
        expect(Object.entries(arrived).filter(([, value]) => String(value).includes('claimed'))).toEqual([])
        expect(arrived).toMatchObject({ 'x-forwarded-for': '127.0.0.1', host: 'localhost' })
        expect(arrived['client-cert']).toBeUndefined()
        expect(arrived['x-client-cert-secret']).toBe(port === proxy.mutual ? SECRET : undefined)
      }
    })

    test('nor does HTTP/2, where the origin of people speaks it', async () => {
      const headers = { 'client-cert': victim.clientCert, 'x-client-cert-secret': 'guess' }
      const session = connectByHttp2(`https://localhost:${proxy.people}`, { ca })
      const request = session.request({
        ':path': '/xs2a/v1/accounts',
        'x-request-id': crypto.randomUUID(),
        ...headers,
      })
      let text = ''
      for await (const chunk of request) text += chunk
      session.destroy()
      expect(text).toContain('CERTIFICATE_MISSING')
    })

    test('beside an own certificate it changes nothing either', async () => {
      const own = await identityOf(`PSDNL-DNB-OWN-${name}`)
      for (const [way, lines] of spoofs(victim.clientCert)) {
        const { status, text } = await askRaw({
          port: proxy.mutual,
          path: '/xs2a/v1/consents/x',
          lines,
          tls: { ca, ...own },
        })
        expect([400, 403], `${way}: ${text}`).toContain(status)
        if (status === 403) expect(text, way).toContain('CONSENT_UNKNOWN')
      }
      await expectNobodyServed()
    })

    test('without a certificate the answer says that it is missing, at both origins', async () => {
      expect(await codeOf(stranger())).toBe('CERTIFICATE_MISSING')
      expect((await stranger().call('/v1/consents/x', { port: proxy.people })).code).toBe(
        'CERTIFICATE_MISSING',
      )
    })

    test('the origin of people passes no certificate on', async () => {
      const tpp = await tppWithQwac(`PSDNL-DNB-PEOPLE-${name}`)
      expect((await tpp.call('/v1/consents/x', { port: proxy.people })).code).toBe('CERTIFICATE_MISSING')
      const page = await askRaw({ port: proxy.people, path: '/sign-in', lines: [], tls: { ca } })
      expect(page.text).toContain('a page of the bank')
    })

    test.each(['/', '/sign-in', '/xs2afoo', '/api/auth/session'])(
      'no page of the bank is at the origin of third parties: %s, with whatever certificate',
      async (path) => {
        for (const tls of [{ ca }, { ca, ...(await expiredIdentity()) }])
          expect((await askRaw({ port: proxy.mutual, path, lines: [], tls })).status).toBe(404)
      },
    )

    test.each([
      ['expired', 'CERTIFICATE_EXPIRED'],
      ['not-yet-valid', 'CERTIFICATE_INVALID'],
      ['other-chain', 'CERTIFICATE_INVALID'],
      ['eseal-as-web', 'CERTIFICATE_INVALID'],
    ] as const)('a certificate that is %s is judged by the bank, not by the proxy', async (preset, code) => {
      const bad = await tppWithFault(preset)
      expect(await codeOf(bad)).toBe(code)
      const written = await bad.call('/v1/consents', {
        method: 'POST',
        body: { access: {} },
        port: proxy.mutual,
      })
      expect([written.status, written.code]).toEqual([401, code])
    })

    test('a client is not told whose certificates to send', async () => {
      const said = await handshakeOf(proxy.mutual)
      expect(said).toContain('No client certificate CA names sent')
      expect(said).toContain('Client Certificate Types')
    })

    test('a token bound to the certificate reads, and another certificate does not read with it', async () => {
      const id = `PSDNL-DNB-READS-${name}`
      const [tpp, renewed] = [await tppWithQwac(id), await tppWithQwac(id)]
      const psuId = await givenPsu()
      const accountId = await givenAccount({ psuId, bookings: [] })
      await codeOf(tpp)
      const { consentId, grantId } = await givenConsent({ tppId: id, psuId, accounts: [{ accountId }] })
      const token = await givenToken({ grantId, certificateThumbprint: thumbprintOf(tpp) })
      const headers = { 'consent-id': consentId, authorization: `Bearer ${token}` }
      const read = (wire: Wire) =>
        wire.call(`/v1/accounts/${accountId}/balances`, { headers, port: proxy.mutual })
      expect((await read(tpp)).json.balances).toHaveLength(2)
      expect((await read(renewed)).code).toBe('TOKEN_INVALID')
    })

    test('addresses in answers are of the origin that was called', async () => {
      const tpp = await tppWithQwac(`PSDNL-DNB-LINKS-${name}`)
      const validUntil = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
      const asked = {
        recurringIndicator: true,
        frequencyPerDay: 4,
        combinedServiceIndicator: false,
        validUntil,
      }
      const { headers, json } = await tpp.call('/v1/consents', {
        method: 'POST',
        headers: { 'psu-ip-address': '192.0.2.1' },
        body: { access: { accounts: [], balances: [] }, ...asked },
        port: proxy.mutual,
      })
      expect(headers.location).toBe(`${env.MTLS_ORIGIN}/xs2a/v1/consents/${json.consentId}`)
    })

    test.each([{ maxVersion: 'TLSv1.3' }, { maxVersion: 'TLSv1.2' }] as const)(
      'a resumed session (%j) brings the certificate of the first',
      async (version) => {
        const own = await identityOf(`PSDNL-DNB-RESUMES-${name}-${version.maxVersion}`)
        const first = await askOnce({ port: proxy.mutual, ca, ...own, ...version })
        const second = await askOnce({ port: proxy.mutual, ca, ...own, ...version, session: first.session })
        expect([first.resumed, second.resumed]).toEqual([false, true])
        for (const { text } of [first, second]) expect(text).toContain('CONSENT_UNKNOWN')
      },
    )

    test('a session of somebody without a certificate brings none later', async () => {
      const own = await identityOf(`PSDNL-DNB-LATER-${name}`)
      const before = await askOnce({ port: proxy.mutual, ca })
      const after = await askOnce({ port: proxy.mutual, ca, ...own, session: before.session })
      expect(before.text).toContain('CERTIFICATE_MISSING')
      expect(after.text).toContain(after.resumed ? 'CERTIFICATE_MISSING' : 'CONSENT_UNKNOWN')
    })

    test('a large certificate comes through whole; one that does not fit is no good, never nobody', async () => {
      const hosts = (count: number) =>
        Array.from({ length: count }, (_, at) => `${`h${at}`.padEnd(50, 'x')}.example`)
      const large = await tppWithQwac(`PSDNL-DNB-LARGE-${name}`, { hosts: hosts(60) })
      expect(large.clientCert.length).toBeGreaterThan(6_000)
      expect(await codeOf(large)).toBe('CONSENT_UNKNOWN')
      const larger = await tppWithQwac(`PSDNL-DNB-LARGER-${name}`, { hosts: hosts(110) })
      expect(larger.clientCert.length).toBeGreaterThan(8_300)
      if (name === 'nginx') expect(await codeOf(larger)).toBe('CERTIFICATE_INVALID')
      else expect(await codeOf(larger)).toBe('CONSENT_UNKNOWN')
    })

    test('two callers and a stranger over the same connections to the application are never mixed up', async () => {
      const ids = [`PSDNL-DNB-ONE-${name}`, `PSDNL-DNB-TWO-${name}`] as const
      const [one, two] = [await tppWithQwac(ids[0]), await tppWithQwac(ids[1])]
      await Promise.all([codeOf(one), codeOf(two)])
      const psuId = await givenPsu()
      const { consentId } = await givenConsent({ tppId: ids[0], psuId, accounts: [] })
      const before = app.sockets.size
      const path = `/v1/consents/${consentId}/status`
      const rounds = 40
      const nobody = stranger()
      for (let round = 0; round < rounds; round += 1) {
        const callers = [one, two, nobody]
        const answers = await Promise.all(callers.map((tpp) => tpp.call(path, { port: proxy.mutual })))
        expect(answers.map(({ status, code }) => [status, code])).toEqual([
          [200, null],
          [403, 'CONSENT_UNKNOWN'],
          [401, 'CERTIFICATE_MISSING'],
        ])
      }
      // The connections were shared, or nothing was tried.
      expect(app.sockets.size - before).toBeLessThan(rounds / 2)
    })
  })
}

/** Certificate and key of a third party, for connections that the test opens itself. */
async function identityOf(organizationIdentifier: string): Promise<{ cert: Buffer; key: Buffer }> {
  const out = join(folder, 'own', organizationIdentifier)
  await issueTppCertificates({
    folder,
    out,
    organizationIdentifier,
    name: organizationIdentifier,
    roles: ['PSP_AI'],
  })
  return { cert: readFileSync(join(out, 'qwac.pem')), key: readFileSync(join(out, 'qwac.key')) }
}

async function expiredIdentity() {
  const faulty = { folder, preset: 'expired', organizationIdentifier: 'PSDNL-DNB-BAD' } as const
  const { certificatePem, keyPem } = await issueBadCertificate(faulty)
  return { cert: certificatePem, key: keyPem }
}
