import { once } from 'node:events'
import { copyFileSync } from 'node:fs'
import { createServer as createTcpServer } from 'node:net'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { makeAuthority, opensslFolder } from '@/e2e/fixtures/openssl-authority'
import { openPlace } from '@/e2e/fixtures/tls-places'

// Issue 4, security posture: real servers, certificates by openssl, and the one way out.

const { port, other, trust } = await vi.hoisted(async () => {
  const { freePort } = await import('@/e2e/fixtures/free-port')
  const { mkdtempSync } = await import('node:fs')
  const { tmpdir } = await import('node:os')
  const { join } = await import('node:path')
  const [port, other] = [await freePort(), await freePort()]
  process.env.EGRESS_ALLOWED = `localhost:${port},127.0.0.1:${port},localhost:${other}`
  const trust = join(mkdtempSync(join(tmpdir(), 'placet-trust-')), 'root.pem')
  process.env.EGRESS_TRUST_FILE = trust
  return { port, other, trust }
})
const { lookAtEndpoint } = await import('./look-at-endpoint')
const { inspectTls } = await import('@/lib/egress/inspect-tls')

let authority: ReturnType<typeof makeAuthority>
beforeAll(() => {
  authority = makeAuthority(opensslFolder(), 'Roots')
  copyFileSync(authority.pem, trust)
})

const open: { close: () => Promise<unknown> }[] = []
afterEach(() => Promise.all(open.splice(0).map((place) => place.close())))

const YEAR = 'max-age=31536000; includeSubDomains'
const uses = ['redirect'] as const

/** The codes that are found at a server of such habits. */
async function found(
  habits: Partial<Parameters<typeof openPlace>[0]>,
  of: readonly ('redirect' | 'notification')[] = uses,
) {
  open.push(await openPlace({ port, authority, hsts: YEAR, ...habits }))
  const look = await lookAtEndpoint({ origin: `https://localhost:${port}`, uses: of, now: new Date() })
  return { ...look, codes: look.findings.map(({ code }) => code) }
}

describe('what is seen of a server', () => {
  test('a good one gives nothing to say, and is asked for nothing but HEAD on its root', async () => {
    const asked: string[] = []
    const { codes, facts, silent } = await found({ asked, minVersion: 'TLSv1.2' })
    expect([codes, silent]).toEqual([[], false])
    expect(facts).toMatchObject({
      protocol: 'TLSv1.3',
      takesOldTls: false,
      chainFault: null,
      nameFits: true,
      key: { type: 'ec', curve: 'prime256v1' },
      hstsSeconds: 31_536_000,
    })
    expect(asked).toEqual(['HEAD /'])
  })

  test.each([
    ['an RSA key of 1024 bits', { key: 'rsa-1024' }, ['KEY_WEAK']],
    ['a certificate that has ended', { days: -1 }, ['CERTIFICATE_ENDED']],
    ['one that ends in ten days', { days: 10 }, ['CERTIFICATE_ENDS_SOON']],
    ['one of another name', { name: 'elsewhere.example' }, ['NAME_MISMATCH']],
    ['one signed with SHA-1', { digest: 'sha1' }, ['SIGNATURE_WEAK']],
    ['TLS 1.2 alone', { maxVersion: 'TLSv1.2', minVersion: 'TLSv1.2' }, ['TLS_NO_1_3']],
    ['TLS 1.0 beside', { minVersion: 'TLSv1' }, ['TLS_OLD']],
    ['nothing newer than TLS 1.1', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' }, ['TLS_OLD']],
    [
      'a cipher without forward secrecy',
      { key: 'rsa-2048', maxVersion: 'TLSv1.2', minVersion: 'TLSv1.2', ciphers: 'AES128-SHA' },
      ['TLS_NO_1_3', 'CIPHER_WEAK'],
    ],
    ['no HSTS', { hsts: null }, ['HSTS_MISSING']],
    ['HSTS of a week', { hsts: 'max-age=604800' }, ['HSTS_SHORT']],
    ['HSTS that cannot be read', { hsts: 'for ever' }, ['HSTS_MISSING']],
  ] as const)('%s', async (_what, habits, codes) => {
    expect((await found({ minVersion: 'TLSv1.2', ...habits })).codes.sort()).toEqual([...codes].sort())
  })

  test('a certificate that vouches for itself leads to nobody the bank believes', async () => {
    open.push(await openPlace({ port, hsts: YEAR, minVersion: 'TLSv1.2' }))
    const look = await lookAtEndpoint({ origin: `https://localhost:${port}`, uses, now: new Date() })
    expect(look.findings).toEqual([
      { code: 'CHAIN_UNTRUSTED', detail: { fault: 'DEPTH_ZERO_SELF_SIGNED_CERT' } },
    ])
  })

  test('HSTS is asked of what a browser opens alone', async () => {
    expect((await found({ hsts: null, minVersion: 'TLSv1.2' }, ['notification'])).codes).toEqual([])
  })

  test('a server that hangs up after the handshake was seen all the same', async () => {
    const { codes, facts } = await found({ headers: false, minVersion: 'TLSv1.2' })
    expect([codes, facts]).toMatchObject([['HSTS_MISSING'], { protocol: 'TLSv1.3', nameFits: true }])
  })

  test('an address in the place of a name is compared as one', async () => {
    open.push(await openPlace({ port, authority, hsts: YEAR, minVersion: 'TLSv1.2' }))
    const look = await lookAtEndpoint({ origin: `https://127.0.0.1:${port}`, uses, now: new Date() })
    expect(look.findings.map(({ code }) => code)).toEqual(['NAME_MISMATCH'])
  })
})

describe('what does not answer is a finding and keeps what was found before', () => {
  test('nobody there', async () => {
    const look = await lookAtEndpoint({ origin: `https://localhost:${other}`, uses, now: new Date() })
    expect(look).toMatchObject({ findings: [{ code: 'UNREACHABLE' }], silent: true })
  })

  test('somebody who speaks no TLS, and somebody who says nothing, within the time', async () => {
    const rude = createTcpServer((socket) => socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    await once(rude.listen(other, '127.0.0.1'), 'listening')
    const look = await lookAtEndpoint({ origin: `https://localhost:${other}`, uses, now: new Date() })
    expect(look).toMatchObject({ findings: [{ code: 'TLS_FAILED' }], silent: true })
    await new Promise((done) => rude.close(done))
    const mute = createTcpServer((socket) => socket.resume())
    await once(mute.listen(other, '127.0.0.1'), 'listening')
    await expect(inspectTls({ url: `https://localhost:${other}/`, millisMax: 300 })).rejects.toMatchObject({
      code: 'too_slow',
    })
    mute.close()
  })
})

describe('where it never connects (THR-14)', () => {
  test.each([
    'http://example.com',
    'https://example.com:8443',
    'https://localhost:5432',
    'https://user@example.com',
    'https://127.0.0.1',
    'https://2130706433',
    'https://[::1]',
    'https://[::ffff:127.0.0.1]',
    'https://169.254.169.254',
    'https://10.0.0.1',
    'https://budgetto.example',
  ])('%s is not looked at', async (origin) => {
    const look = await lookAtEndpoint({ origin, uses, now: new Date() })
    expect(look.findings.map(({ code }) => code)).toEqual(['NOT_LOOKED_AT'])
  })

  test('a name that leads inside, also by one address of several, and one that changes its mind', async () => {
    for (const addresses of [['10.0.0.1'], ['1.1.1.1', '127.0.0.1'], ['::ffff:127.0.0.1']])
      await expect(
        inspectTls({ url: 'https://inside.example/', resolve: async () => addresses }),
      ).rejects.toMatchObject({ code: 'address_not_public' })
    // An address of 2000::/3 that nobody was ever given, then loopback: the second is never asked for.
    const answers = [['2000::1'], ['127.0.0.1']]
    const resolve = vi.fn(async () => answers.shift() ?? [])
    await expect(
      inspectTls({ url: 'https://rebind.example/', resolve, millisMax: 500 }),
    ).rejects.toMatchObject({ name: 'EgressFault' })
    expect(resolve).toHaveBeenCalledTimes(1)
  })
})
