import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { connect } from 'node:tls'
import { eq } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { accessLog } from '@/db/schema/audit'
import { listenerPort } from '@/e2e/fixtures/xs2a-tpp'
import { env } from '@/lib/env'
import { issueTppCertificates } from '@/lib/sandbox/issue-tpp-certificates'
import { dispatch } from './dispatch'
import { refuseMalformed } from './refuse-malformed'
import { CLIENT_CERTIFICATE, LIMITS, tlsSettings } from './tls-settings'

// Bytes that no HTTP client sends, over a socket with a good QWAC: each gets one answer of this interface, and no other.

const TPP = 'PSDNL-DNB-MALFORMED'
const folder = dirname(env.TRUST_ANCHORS)
const out = join(folder, 'tpp', randomUUID())
await issueTppCertificates({ folder, out, organizationIdentifier: TPP, name: TPP, roles: ['PSP_AI'] })
const identity = {
  ca: readFileSync(join(folder, 'root.pem')),
  cert: readFileSync(join(out, 'qwac.pem')),
  key: readFileSync(join(out, 'qwac.key')),
}

/** The listener's own parts with little patience. */
const impatient = createServer({
  ...tlsSettings(readFileSync(env.MTLS_CERTIFICATE_FILE), readFileSync(env.MTLS_KEY_FILE)),
  ...CLIENT_CERTIFICATE,
  ...LIMITS,
  headersTimeout: 200,
  requestTimeout: 400,
  connectionsCheckingInterval: 50,
})
  .on('request', dispatch)
  .on('clientError', refuseMalformed)
await new Promise<void>((resolve) => impatient.listen(0, 'localhost', resolve))
const impatientPort = (impatient.address() as AddressInfo).port
afterAll(() => impatient.close())

/** Everything that comes back until the bank closes the connection. */
const raw = (bytes: string, port = listenerPort) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect({ host: 'localhost', port, ...identity }, () => socket.write(bytes))
    let answer = ''
    socket.setEncoding('utf8')
    socket.on('data', (text: string) => {
      answer += text
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(answer))
  })

const READ = 'GET /xs2a/v1/accounts HTTP/1.1\r\nHost: x\r\n'
const post = (id = randomUUID()) =>
  `POST /xs2a/v1/consents HTTP/1.1\r\nHost: x\r\nX-Request-ID: ${id}\r\nPSU-IP-Address: 192.0.2.1\r\n` +
  'Content-Type: application/json\r\n'
const LONG = 'x'.repeat(20_000)

test.each([
  ['a garbage request line', 'nonsense\r\n\r\n', /no well-formed HTTP/],
  ['no version that exists', 'GET / HTTP/9\r\n\r\n', /no well-formed HTTP/],
  ['HTTP/2 without asking for it', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', /no well-formed HTTP/],
  ['a NUL in a header', `${READ}X-Request-ID: a\x00b\r\n\r\n`, /no well-formed HTTP/],

  [
    'a length and chunks',
    `${post()}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`,
    /no well-formed/,
  ],
  ['two lengths', `${post()}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, /no well-formed HTTP/],
  ['a chunk of no size', `${post()}Transfer-Encoding: chunked\r\n\r\nzz\r\nab`, /no well-formed HTTP/],
  [
    'extended chunks',
    `${post()}Transfer-Encoding: chunked\r\n\r\n2;${LONG}\r\n{}\r\n0\r\n\r\n`,
    /extensions/,
  ],
  ['headers that are too large', `${READ}X-Long: ${LONG}\r\n\r\n`, /16 KiB/],
  ['an address that is too large', `GET /xs2a/v1/${LONG} HTTP/1.1\r\n\r\n`, /16 KiB/],
  ['no host', 'GET /xs2a/v1/accounts HTTP/1.1\r\n\r\n', /Host/],
])('%s is 400 FORMAT_ERROR once, with what to do and the page of the code', async (_, bytes, text) => {
  const answer = await raw(bytes)
  const [head = '', body = ''] = answer.split('\r\n\r\n')
  expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
  expect(head).toMatch(/\r\nContent-Type: application\/json\r\n/)
  expect(head).toMatch(/\r\nConnection: close/)
  expect(answer.match(/HTTP\/1\.1 \d/g)).toHaveLength(1)
  const { tppMessages, _links } = JSON.parse(body)
  expect(tppMessages).toMatchObject([{ category: 'ERROR', code: 'FORMAT_ERROR' }])
  expect(tppMessages[0].text).toMatch(text)
  expect(_links.help.href).toBe(`${env.PUBLIC_ORIGIN}/developer/errors/FORMAT_ERROR`)
  expect(answer).not.toMatch(/<html|at .*\.ts|node_modules|HPE_/i)
})

test.each([
  ['headers', READ],
  ['a body', `${post()}Content-Length: 2\r\n\r\n{`],
  ['chunks', `${post()}Transfer-Encoding: chunked\r\n\r\n1\r\n{`],
])(
  '%s that do not arrive in time are 408, for which the standard has no code and no body',
  async (_, bytes) => {
    const answer = await raw(bytes, impatientPort)
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/)
    expect(answer.match(/HTTP\/1\.1 \d/g)).toHaveLength(1)
    expect(answer.split('\r\n\r\n')[1]).toBe('')
  },
)

test.each([
  ['by its length', `${post()}Content-Length: 70000\r\n\r\n`],
  ['by what arrives', `${post()}Transfer-Encoding: chunked\r\n\r\n11170\r\n${'x'.repeat(70_000)}\r\n`],
])('a body that is too large %s is 413 in JSON, and the connection ends', async (_, bytes) => {
  const answer = await raw(bytes)
  expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({
    tppMessages: [{ code: 'CONTENT_TOO_LARGE' }],
    _links: { help: { href: expect.stringContaining('/developer/errors/CONTENT_TOO_LARGE') } },
  })
})

test('an expectation that nobody knows is left aside', async () => {
  const answer = await raw(`${READ}Expect: nonsense\r\nConnection: close\r\n\r\n`)
  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  expect(answer).toContain('X-Request-ID')
})

test('a body that breaks off is recorded as a fault of the caller, never as a failure of the bank', async () => {
  const requestId = randomUUID()
  await raw(`${post(requestId)}Transfer-Encoding: chunked\r\n\r\nzz\r\nab`)
  const row = () => database().select().from(accessLog).where(eq(accessLog.requestId, requestId))
  await expect.poll(row).toMatchObject([{ tppId: TPP, status: 400, code: 'FORMAT_ERROR' }])
})
