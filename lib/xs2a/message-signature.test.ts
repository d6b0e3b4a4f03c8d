import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { pemOf, sealRequest } from '@/e2e/fixtures/sealed-request'
import { tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { env } from '@/lib/env'
import { drawBlueprint } from '@/lib/sandbox/blueprint'
import { readRegister, writeRegister } from '@/lib/sandbox/certificate-register'
import { issueTppCertificates } from '@/lib/sandbox/issue-tpp-certificates'
import { generateKeys, keyToPem } from '@/lib/sandbox/key-files'
import { publishRevocationList } from '@/lib/sandbox/publish-revocation-list'
import { readAuthority, sandboxPaths } from '@/lib/sandbox/sandbox-folder'
import { signTppCertificate } from '@/lib/sandbox/sign-certificate'

// Message signing (xs2a.md 7). Signatures are made by the openssl program alone.

vi.hoisted(() => {
  process.env.MESSAGE_SIGNING = 'required'
})

const TPP = 'PSDNL-DNB-SEALS'
const sandbox = dirname(env.TRUST_ANCHORS)
const tpp = await tppWithQwac(TPP)
const folder = await givenSeal()
const consent = {
  access: { accounts: [], balances: [] },
  recurringIndicator: true,
  validUntil: '9999-12-31',
  frequencyPerDay: 4,
  combinedServiceIndicator: false,
}
const body = JSON.stringify(consent)
const post = (headers: Record<string, string | string[] | undefined>, sent: string = body) =>
  tpp.call('/v1/consents', {
    method: 'POST',
    headers: { 'psu-ip-address': '192.0.2.1', ...headers },
    body: sent,
  })
const sealed = (more: Partial<Parameters<typeof sealRequest>[0]> = {}) =>
  sealRequest({ folder, body, ...more })
const read = (headers: Record<string, string>) => tpp.call(`/v1/consents/${randomUUID()}`, { headers })

async function givenSeal({ organizationIdentifier = TPP, now = new Date() } = {}): Promise<string> {
  const out = join(sandbox, 'seals', randomUUID())
  await issueTppCertificates({
    folder: sandbox,
    out,
    organizationIdentifier,
    name: 'Seals',
    roles: ['PSP_AI'],
    now,
  })
  return out
}

const refused = (status: number, code: string, path: string) => ({ status, code, path })
const invalid = (path: string) => refused(401, 'SIGNATURE_INVALID', path)

test('without a signature: SIGNATURE_MISSING, and nothing of the body is read', async () => {
  expect(await post({})).toMatchObject(refused(401, 'SIGNATURE_MISSING', 'Signature'))
  expect(await post({ ...sealed(), signature: undefined }, '{')).toMatchObject({ code: 'SIGNATURE_MISSING' })
})

test('without the certificate of the seal: CERTIFICATE_MISSING', async () => {
  const answer = await post({ ...sealed(), 'tpp-signature-certificate': undefined })
  expect(answer).toMatchObject(refused(401, 'CERTIFICATE_MISSING', 'TPP-Signature-Certificate'))
})

test.each([
  ['no base64', () => '-'],
  ['no certificate', () => Buffer.from('hello').toString('base64')],
  ['a QWAC', (seal: string) => readFileSync(join(seal, 'qwac.pem'), 'utf8').replaceAll('\n', ' ')],
  ['two certificates', (seal: string) => `${pemOf(seal)} ${pemOf(seal)}`],
])('a certificate that is %s: CERTIFICATE_INVALID', async (_, make) => {
  const answer = await post({ ...sealed(), 'tpp-signature-certificate': make(folder).trim() })
  expect(answer).toMatchObject(refused(401, 'CERTIFICATE_INVALID', 'TPP-Signature-Certificate'))
})

test('the seal of another organisation: CERTIFICATE_INVALID', async () => {
  const theirs = await givenSeal({ organizationIdentifier: 'PSDNL-DNB-FOREIGN' })
  expect(await post(sealed({ folder: theirs }))).toMatchObject(
    refused(401, 'CERTIFICATE_INVALID', 'TPP-Signature-Certificate'),
  )
})

test('a seal that has ended: CERTIFICATE_EXPIRED', async () => {
  const old = await givenSeal({ now: new Date(Date.now() - 400 * 86_400_000) })
  expect(await post(sealed({ folder: old }))).toMatchObject({ status: 401, code: 'CERTIFICATE_EXPIRED' })
})

test('a seal that was revoked: CERTIFICATE_REVOKED', async () => {
  const gone = await givenSeal()
  const last = readRegister(sandbox).at(-1)
  writeRegister(
    sandbox,
    readRegister(sandbox).map((entry) =>
      entry.serial === last?.serial ? { ...entry, revokedAt: new Date().toISOString() } : entry,
    ),
  )
  await publishRevocationList({ folder: sandbox, now: new Date() })
  await expect.poll(async () => (await post(sealed({ folder: gone }))).code).toBe('CERTIFICATE_REVOKED')
})

test('a seal with an elliptic-curve key signs no message: RSA alone is named by the standard', async () => {
  const out = await givenSeal()
  const keys = await generateKeys()
  const certificate = await signTppCertificate({
    blueprint: drawBlueprint({
      organizationIdentifier: TPP,
      name: 'Seals',
      roles: ['PSP_AI'],
      use: 'eseal',
      now: new Date(),
    }),
    publicKey: keys.publicKey,
    issuer: await readAuthority(sandboxPaths(sandbox).ca, 'issuing'),
  })
  writeFileSync(join(out, 'qsealc.pem'), certificate.toString('pem'))
  writeFileSync(join(out, 'qsealc.key'), await keyToPem(keys.privateKey))
  expect(await post(sealed({ folder: out }))).toMatchObject(invalid('TPP-Signature-Certificate'))
})

test.each([
  ['absent', undefined],
  ['of an algorithm that is too weak', 'MD5=1B2M2Y8AsgTpgAmY7PhCfg=='],
  ['without an algorithm', '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='],
  ['of another body', 'SHA-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='],
])('a digest that is %s', async (_, digest) => {
  expect(await post({ ...sealed(), digest })).toMatchObject(invalid('Digest'))
})

test('a body with one byte changed is refused before it is parsed', async () => {
  expect(await post(sealed(), body.replace('4', '3'))).toMatchObject(invalid('Digest'))
  expect(await post(sealed(), `${body} `)).toMatchObject(invalid('Digest'))
  expect(await post(sealed(), '{')).toMatchObject(invalid('Digest'))
})

test('one of the two hashes in the algorithm, another in the digest: both are checked as they say', async () => {
  expect(await post(sealed({ change: { algorithm: 'rsa-sha512' } }))).toMatchObject(invalid('Signature'))
  expect(await post(sealed({ change: { algorithm: 'hs2019' } }))).toMatchObject(invalid('Signature'))
  // The last two are names that every object has.
  for (const algorithm of ['ecdsa-sha256', 'constructor', '__proto__'])
    expect(await post(sealed({ change: { algorithm } }))).toMatchObject(invalid('Signature'))
})

test('another key than the certificate has', async () => {
  const another = await givenSeal()
  expect(await post(sealed({ change: { keyFile: join(another, 'qsealc.key') } }))).toMatchObject(
    invalid('Signature'),
  )
})

test.each([
  ['another serial', (fact: Fact) => `SN=1${fact('-serial')},CA=${fact('-issuer', '-nameopt', 'RFC2253')}`],
  ['another issuer', (fact: Fact) => `SN=${fact('-serial')},CA=CN=Somebody`],
  ['no serial', (fact: Fact) => `CA=${fact('-issuer', '-nameopt', 'RFC2253')}`],
  ['nothing of the kind', () => 'my-key'],
])('a keyId with %s', async (_, keyId) => {
  expect(await post(sealed({ change: { keyId } }))).toMatchObject(invalid('Signature'))
})

const psu = { 'psu-id': 'anna', 'psu-corporate-id': 'acme', 'tpp-redirect-uri': 'https://tpp.example/back' }
test.each([
  ['without x-request-id', {}, ['digest']],
  ['without digest', {}, ['x-request-id']],
  ['without psu-id, which was sent', { 'psu-id': 'anna' }, ['digest', 'x-request-id']],
  ['without psu-corporate-id, which was sent', { 'psu-corporate-id': 'acme' }, ['digest', 'x-request-id']],
  [
    'without tpp-redirect-uri, which was sent',
    { 'tpp-redirect-uri': 'https://tpp.example/back' },
    ['digest', 'x-request-id'],
  ],
  ['with psu-id, which was not sent', {}, ['digest', 'x-request-id', 'psu-id']],
  [
    'with a header that is never signed',
    { accept: 'application/json' },
    ['digest', 'x-request-id', 'accept'],
  ],
  ['with a name twice', {}, ['digest', 'x-request-id', 'digest']],
  ['in upper case', {}, ['Digest', 'x-request-id']],
] as [string, Record<string, string>, string[]][])('signed headers %s', async (_, headers, names) => {
  expect(await post(sealed({ headers, change: { names } }))).toMatchObject(invalid('Signature'))
})

test.each(Object.keys(psu))('a value of %s that was changed on the way', async (name) => {
  const answer = await post({ ...sealed({ headers: psu }), [name]: `${psu[name as keyof typeof psu]}x` })
  expect(answer).toMatchObject(invalid('Signature'))
})

test('a signature is of one X-Request-ID alone', async () => {
  expect(await post({ ...sealed(), 'x-request-id': randomUUID() })).toMatchObject(invalid('Signature'))
})

test.each([
  (text: string) => text.replace('keyId', 'keyID'),
  (text: string) => `${text},created="1"`,
  (text: string) => `${text},${text}`,
  (text: string) => text.replace(/,signature=.*/, ''),
  (text: string) => text.replaceAll('"', ''),
  () => 'x',
])('a Signature header of another form (%#)', async (change) => {
  const headers = sealed()
  expect(await post({ ...headers, signature: change(headers.signature ?? '') })).toMatchObject(
    invalid('Signature'),
  )
})

test('a header of a signed request sent twice is no well-formed request', async () => {
  const headers = sealed()
  const twice = (value: string) => [value, value]
  for (const repeated of [
    { Digest: twice(headers.digest ?? '') },
    { Signature: twice(headers.signature ?? '') },
    { Date: twice(new Date().toUTCString()) },
  ]) {
    const [[name, values] = ['', []]] = Object.entries(repeated)
    expect(await post({ ...headers, [name.toLowerCase()]: values })).toMatchObject(
      refused(400, 'FORMAT_ERROR', name),
    )
  }
})

test('a request as the standard wants it is served: SHA-256 and SHA-512, with and without a body', async () => {
  for (const long of [false, true]) {
    expect((await post(sealed({ change: { long } }))).status).toBe(201)
    expect(await read(sealRequest({ folder, change: { long } }))).toMatchObject({ code: 'CONSENT_UNKNOWN' })
  }
})

test('all that must be signed where it is sent, and the date leniently', async () => {
  expect((await post(sealed({ headers: { ...psu, date: new Date().toUTCString() } }))).status).toBe(201)
  const unsigned = { ...sealed(), date: new Date().toUTCString() }
  expect((await post(unsigned)).status).toBe(201)
})

test('the certificate with its PEM armour, a renewed seal of the same organisation', async () => {
  expect((await post({ ...sealed(), 'tpp-signature-certificate': pemOf(folder) })).status).toBe(201)
  expect((await post(sealed({ folder: await givenSeal() }))).status).toBe(201)
})

test.each([
  (fact: Fact) => `SN=00${fact('-serial').toLowerCase()},CA=${fact('-issuer', '-nameopt', 'RFC2253')}`,
  (fact: Fact) => `SN=${fact('-serial')},CA=${fact('-issuer', '-nameopt', 'RFC2253').replaceAll(' ', '%20')}`,
  (fact: Fact) => `SN=${fact('-serial')},CA=${fact('-issuer')}`,
])('the serial as a number and the issuer as a name, however they are spelled (%#)', async (keyId) => {
  expect((await post(sealed({ change: { keyId } }))).status).toBe(201)
})

type Fact = (...args: string[]) => string

test('a bank that only checks lets an unsigned request pass, and holds a signed one to every rule', async () => {
  const checked = vi.spyOn(env, 'MESSAGE_SIGNING', 'get').mockReturnValue('checked')
  try {
    const good = await sealed()
    expect((await post(good)).status).toBe(201)
    expect(await post({ ...good, digest: `SHA-256=${'A'.repeat(43)}=` })).toMatchObject({
      code: 'SIGNATURE_INVALID',
    })
    expect(await post({ ...good, 'tpp-signature-certificate': undefined })).toMatchObject({
      code: 'CERTIFICATE_MISSING',
    })
    expect((await post({ 'x-request-id': randomUUID() })).status).toBe(201)
  } finally {
    checked.mockRestore()
  }
})
