import { createHash, createPublicKey, randomUUID } from 'node:crypto'
import { createVerifier, httpbis } from 'http-message-signatures'
import { describe, expect, test, vi } from 'vitest'
import { database } from '@/db/connection'
import { signingKeys } from '@/db/schema/signing-keys'
import { stranger, tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { env } from '@/lib/env'

vi.hoisted(() => {
  process.env.SIGN_ANSWERS = 'rfc9421'
})

const tpp = await tppWithQwac('PSDNL-DNB-SIGNED')

async function verify(
  path: string,
  { status, headers }: { status: number; headers: Record<string, unknown> },
) {
  const [key] = (await database().select().from(signingKeys)).filter(({ algorithm }) => algorithm === 'ES256')
  if (!key) throw new Error('no key')
  const publicKey = createPublicKey({ key: key.publicJwk, format: 'jwk' })
  const keyLookup = async ({ keyid }: { keyid?: string }) =>
    keyid === key.kid ? { verify: createVerifier(publicKey, 'ecdsa-p256-sha256') } : null
  const texts = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
  const request = { method: 'GET', url: `${env.MTLS_ORIGIN}/xs2a${path}`, headers: {} }
  return httpbis.verifyMessage(
    { keyLookup, requiredFields: ['@status', 'content-digest'] },
    { status, headers: texts },
    request,
  )
}

describe('RFC 9421, answers where the deployment signs them', () => {
  test('a stranger is answered without a signature', async () => {
    const answer = await (await stranger()).call('/v1/accounts')
    expect(answer).toMatchObject({ status: 401, code: 'CERTIFICATE_MISSING' })
    expect(answer.headers.signature).toBeUndefined()
  })

  test('a refusal is signed over its status, body, X-Request-ID and the request it answers, query included', async () => {
    const path = `/v1/consents/${randomUUID()}?a=b`
    const answer = await tpp.call(path)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    const digest = createHash('sha256').update(answer.text).digest('base64')
    expect(answer.headers['content-digest']).toBe(`sha-256=:${digest}:`)
    expect(answer.headers['signature-input']).toMatch(
      /^bank=\("@status" "content-digest" "content-type" "x-request-id" "@method";req "@target-uri";req\)/,
    )
    expect(await verify(path, answer)).toBe(true)
    expect(await verify(path, { ...answer, status: 200 })).toBe(false)
    expect(await verify('/v1/accounts', answer)).toBe(false)
  })
})
