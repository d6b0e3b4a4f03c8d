import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { expect, test } from 'vitest'
import { dpopKey } from '@/e2e/fixtures/dpop-key'
import { env } from '@/lib/env'
import { isRefusal } from '@/lib/errors'
import { readAccessToken } from './access-token'
import { verifyDpopProof } from './dpop-proof'

const TOKEN = 'a-token-of-twenty-three-letters'
const PATH = '/xs2a/v1/accounts'
const key = dpopKey()
const now = new Date()
const seconds = Math.floor(now.getTime() / 1_000)

const verify = (proof: string, other: { token?: string; method?: string } = {}) =>
  verifyDpopProof({ proof, method: 'GET', address: `${env.MTLS_ORIGIN}${PATH}`, token: TOKEN, now, ...other })

test.each([
  ['another method', { claims: { htm: 'POST' } }],
  ['another path', { claims: { htu: `${env.MTLS_ORIGIN}/xs2a/v1/accounts/1` } }],
  ['another host', { claims: { htu: `https://evil.example${PATH}` } }],
  ['no address', { claims: { htu: undefined } }],
  ['too old', { claims: { iat: seconds - 200 } }],
  ['ahead of time', { claims: { iat: seconds + 60 } }],
  ['a time that is text', { claims: { iat: String(seconds) } }],
  ['no id', { claims: { jti: undefined } }],
  ['an endless id', { claims: { jti: 'x'.repeat(257) } }],
  ['another token', { claims: { ath: createHash('sha256').update('other').digest('base64url') } }],
  ['no token', { claims: { ath: undefined } }],
  ['another type', { header: { typ: 'jwt' } }],
  ['no algorithm', { header: { alg: 'none' } }],
  ['a symmetric algorithm', { header: { alg: 'HS256', jwk: { kty: 'oct', k: 'AAAA' } } }],
  ['RSA without PSS', { header: { alg: 'RS256' } }],
  ['an algorithm of another key', { header: { alg: 'PS256' } }],
  ['a private key', { header: { jwk: { ...key.jwk, d: 'AAAA' } } }],
  ['a key of another proof', { header: { jwk: dpopKey().jwk } }],
  ['no key', { header: { jwk: undefined } }],
  ['a critical extension', { header: { crit: ['b64'], b64: false } }],
])('a proof with %s is refused', (_, change) => {
  expect(() => verify(key.prove(TOKEN, PATH, change))).toThrow(
    expect.objectContaining({ code: 'token_invalid' }),
  )
})

test.each(['', 'a.b', 'a.b.c', '....', '{}.{}.{}', `${'x'.repeat(9_000)}.y.z`])(
  'what is no proof is refused (%#)',
  (proof) => {
    expect(() => verify(proof)).toThrow(expect.objectContaining({ code: 'token_invalid' }))
  },
)

test('one bent byte of claims or signature is refused', () => {
  const [header, payload = '', signature = ''] = key.prove(TOKEN, PATH).split('.')
  const bent = (text: string) => `${text.slice(0, 8)}${text[8] === 'A' ? 'B' : 'A'}${text.slice(9)}`
  expect(() => verify([header, bent(payload), signature].join('.'))).toThrow()
  expect(() => verify([header, payload, bent(signature)].join('.'))).toThrow()
})

test('a good proof names its key and what to remember; a query in htu and another spelling change nothing', () => {
  for (const htu of [
    `${env.MTLS_ORIGIN}${PATH}`,
    `${env.MTLS_ORIGIN.replace('https', 'HTTPS')}${PATH}?withBalance=true#x`,
  ])
    expect(verify(key.prove(TOKEN, PATH, { claims: { htu } })).keyThumbprint).toBe(key.thumbprint)
})

test('the same id under the same key is the same proof, under another key it is another', () => {
  const other = dpopKey()
  const claims = { jti: 'one' }
  const [first, second] = [
    verify(key.prove(TOKEN, PATH, { claims })),
    verify(key.prove(TOKEN, PATH, { claims })),
  ]
  expect(first.id).toEqual(second.id)
  expect(verify(other.prove(TOKEN, PATH, { claims })).id).not.toEqual(first.id)
})

test.each([
  ['PS256', generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ['EdDSA', generateKeyPairSync('ed25519')],
] as const)('%s is verified as well', (alg, { publicKey, privateKey }) => {
  const jwk = publicKey.export({ format: 'jwk' })
  const [, payload] = key.prove(TOKEN, PATH).split('.')
  const header = Buffer.from(JSON.stringify({ typ: 'dpop+jwt', alg, jwk })).toString('base64url')
  const signed = Buffer.from(`${header}.${payload}`)
  const signature =
    alg === 'EdDSA'
      ? sign(null, signed, privateKey)
      : sign('sha256', signed, { key: privateKey, padding: 6, saltLength: 32 })
  expect(verify(`${signed}.${signature.toString('base64url')}`).keyThumbprint).toHaveLength(43)
})

test('an RSA key below 2048 bits is refused', () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const proof = key.prove(TOKEN, PATH, { header: { alg: 'PS256', jwk: publicKey.export({ format: 'jwk' }) } })
  expect(() => verify(proof)).toThrow(expect.objectContaining({ code: 'token_invalid' }))
})

test.each([
  [undefined, 'token_unknown'],
  ['', 'token_unknown'],
  ['Basic YTpi', 'token_invalid'],
  ['Bearer', 'token_invalid'],
  ['Bearer short', 'token_unknown'],
  [`Bearer ${TOKEN}, Bearer ${TOKEN}`, 'token_invalid'],
  [`Bearer ${TOKEN} ${TOKEN}`, 'token_invalid'],
  [`DPoP ${TOKEN}`, 'token_invalid'],
])('Authorization %j is %s', (authorization, code) => {
  const read = readAccessToken({ authorization, proof: undefined, method: 'GET', address: 'https://x/', now })
  expect(isRefusal(read) && read.code).toBe(code)
})
