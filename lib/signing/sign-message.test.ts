import { createHash, createPrivateKey, createPublicKey, randomUUID } from 'node:crypto'
import { createSigner, createVerifier, httpbis, type Request, type Response } from 'http-message-signatures'
import type { JWK } from 'jose'
import { describe, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { signingKeys } from '@/db/schema/signing-keys'
import { signAnswer, signRequest } from './sign-message'

const body = '{"consentId":"x"}'
const asked = {
  method: 'POST',
  url: 'https://hook.example/a?b=c',
  headers: { 'content-type': 'application/json', 'x-request-id': randomUUID() },
  body,
}

/** As a receiver does it: by the published key alone. */
async function verify(message: Request | Response, request?: { method: string; url: string }) {
  const keys = await database().select({ jwk: signingKeys.publicJwk }).from(signingKeys)
  const keyLookup = async ({ keyid }: { keyid?: string }) => {
    const jwk: JWK | undefined = keys.find(({ jwk }) => jwk.kid === keyid)?.jwk
    if (!jwk || !keyid) return null
    const key = createPublicKey({ key: jwk, format: 'jwk' })
    return {
      id: keyid,
      algs: ['ecdsa-p256-sha256' as const],
      verify: createVerifier(key, 'ecdsa-p256-sha256'),
    }
  }
  const config = {
    keyLookup,
    requiredFields: ['content-digest', 'x-request-id'],
    requiredParams: ['created', 'expires'],
  }
  if (!('status' in message)) return httpbis.verifyMessage(config, message)
  return httpbis.verifyMessage(config, message, request && { ...request, headers: {} })
}

describe('RFC 9421 and RFC 9530, a notification', () => {
  test.each<[string, Record<string, string>]>([
    ['to another address', { url: 'https://hook.example/a?b=d' }],
    ['with another method', { method: 'PUT' }],
    ['under another X-Request-ID', { 'x-request-id': randomUUID() }],
    ['with another digest', { 'content-digest': 'sha-256=:AAAA:' }],
    ['as another content type', { 'content-type': 'text/plain' }],
  ])('%s is not what was signed', async (_name, { url, method, ...headers }) => {
    const signed = await signRequest(asked)
    expect(await verify({ ...asked, headers: signed })).toBe(true)
    const changed = {
      method: method ?? asked.method,
      url: url ?? asked.url,
      headers: { ...signed, ...headers },
    }
    expect(await verify(changed)).toBe(false)
  })

  test('names its key, its time and its end five minutes later', async () => {
    const { 'Signature-Input': input, 'content-digest': digest } = await signRequest(asked)
    expect(digest).toBe(`sha-256=:${createHash('sha256').update(body).digest('base64')}:`)
    expect(input).toMatch(
      /^bank=\("@method" "@target-uri" "content-digest" "content-type" "x-request-id"\);keyid="[\w-]{43}";alg="ecdsa-p256-sha256";created=\d+;expires=\d+$/,
    )
    const [, created, expires] = /created=(\d+);expires=(\d+)/.exec(input ?? '') ?? []
    expect(Number(expires) - Number(created)).toBe(300)
  })
})

test('RFC 9421, 2.4: an answer belongs to its own request, and one without a body is signed all the same', async () => {
  const request = { method: 'GET', url: 'https://bank.example/xs2a/v1/accounts' }
  const headers = { 'Content-Type': 'application/json', 'X-Request-ID': randomUUID() }
  for (const answer of [
    { status: 200, headers, body },
    { status: 204, headers: { 'X-Request-ID': randomUUID() }, body: null },
  ]) {
    const message = { status: answer.status, headers: await signAnswer({ ...answer, request }) }
    expect(await verify(message, request)).toBe(true)
    expect(await verify(message, { ...request, url: `${request.url}?withBalance=true` })).toBe(false)
    expect(await verify({ ...message, status: 201 }, request)).toBe(false)
  }
})

/** The library is somebody else's: these are the RFC's own messages (appendix B.2). */
describe('RFC 9421, the vectors', () => {
  const request = {
    method: 'POST',
    url: 'https://example.com/foo?param=Value&Pet=dog',
    headers: {
      Date: 'Tue, 20 Apr 2021 02:07:55 GMT',
      'Content-Type': 'application/json',
      'Content-Length': '18',
    },
  }
  const created = new Date(1_618_884_473_000)

  test('B.2.6: Ed25519 gives the very signature of the RFC', async () => {
    // The key that the RFC publishes for its vectors (B.1.4): nobody's secret.
    const privateKey = createPrivateKey(
      '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n-----END PRIVATE KEY-----',
    )
    const { headers } = await httpbis.signMessage(
      {
        key: createSigner(privateKey, 'ed25519', 'test-key-ed25519'),
        name: 'sig-b26',
        fields: ['date', '@method', '@path', '@authority', 'content-type', 'content-length'],
        params: ['created', 'keyid'],
        paramValues: { created },
      },
      request,
    )
    expect(headers).toMatchObject({
      'Signature-Input':
        'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
      Signature:
        'sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:',
    })
  })

  test('B.2.4: the ECDSA P-256 signature of the RFC verifies, and not over another status', async () => {
    const key = createPublicKey(
      '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lf\nw0EkjqF7xB4FivAxzic30tMM4GF+hR6Dxh71Z50VGGdldkkDXZCnTNnoXQ==\n-----END PUBLIC KEY-----',
    )
    const keyLookup = async () => ({ verify: createVerifier(key, 'ecdsa-p256-sha256') })
    const headers = {
      'Content-Type': 'application/json',
      'Content-Digest':
        'sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:',
      'Content-Length': '23',
      'Signature-Input':
        'sig-b24=("@status" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-ecc-p256"',
      Signature:
        'sig-b24=:wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==:',
    }
    expect(await httpbis.verifyMessage({ keyLookup }, { status: 200, headers })).toBe(true)
    expect(await httpbis.verifyMessage({ keyLookup }, { status: 201, headers })).toBe(false)
  })
})
