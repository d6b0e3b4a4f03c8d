import 'server-only'
import { createHash, createPrivateKey } from 'node:crypto'
import { createSigner, httpbis, type Request, type SigningKey } from 'http-message-signatures'
import { loadSigningKeys } from './signing-keys'

/** Covered in a request: to whom it goes, and all that it says. */
const OF_REQUEST = ['@method', '@target-uri', 'content-digest', 'content-type', 'x-request-id']
/** Covered in an answer, with the request that it answers; a header that is not there is left out. */
const OF_ANSWER = [
  '@status',
  'content-digest',
  'content-type',
  'x-request-id',
  '@method;req',
  '@target-uri;req',
]

/** A verifier that keeps our keys for a day finds each of them before it signs; ours may lag by as much as this. */
const KEY_KEPT_MILLIS = 5_000

/**
 * The headers of a request of ours with its digest (RFC 9530) and its signature (RFC 9421) by the bank's ES256 key, whose
 * public half stands in the authorization server's `jwks_uri` under `keyid`. It is good for five minutes.
 */
export async function signRequest({ body, ...request }: SignRequest): Promise<Record<string, string>> {
  const message = { ...request, headers: { ...request.headers, 'content-digest': digestOf(body) } }
  const { headers } = await httpbis.signMessage(
    { key: await signer(), name: 'bank', fields: OF_REQUEST },
    message,
  )
  return plain(headers)
}

/** The same for an answer, bound to the method and the address of its request so that it answers no other. */
export async function signAnswer({
  body,
  status,
  headers,
  request,
}: SignAnswer): Promise<Record<string, string>> {
  const answer = { status, headers: { ...headers, 'content-digest': digestOf(body ?? '') } }
  const present = new Set(Object.keys(answer.headers).map((name) => name.toLowerCase()))
  const fields = OF_ANSWER.filter((field) => field.startsWith('@') || present.has(field))
  const signed = await httpbis.signMessage({ key: await signer(), name: 'bank', fields }, answer, {
    ...request,
    headers: {},
  })
  return plain(signed.headers)
}

function digestOf(body: string): string {
  return `sha-256=:${createHash('sha256').update(body).digest('base64')}:`
}

/**
 * A signature base begins with a quoted name and a JWS with base64url: what one verifier takes the other never can, so
 * one key serves both.
 */
async function signer(): Promise<SigningKey> {
  if (held && held.until > performance.now()) return held.key
  const jwk = (await loadSigningKeys()).find(({ alg }) => alg === 'ES256')
  if (!jwk?.kid) throw new Error('There is no ES256 key to sign with')
  const key = createSigner(createPrivateKey({ key: jwk, format: 'jwk' }), 'ecdsa-p256-sha256', jwk.kid)
  held = { key, until: performance.now() + KEY_KEPT_MILLIS }
  return key
}
let held: { key: SigningKey; until: number } | undefined

function plain(headers: Record<string, string | string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]))
}

type SignRequest = Pick<Request, 'method' | 'url'> & { headers: Record<string, string>; body: string }
type SignAnswer = {
  status: number
  headers: Record<string, string>
  body: string | null
  request: { method: string; url: string }
}
