import { constants, createHash, createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto'
import { Refusal } from '@/lib/errors'

/** How old a proof may be, and how far ahead the clock of its maker (FAPI 2.0, 5.3.2.1: at least 10 seconds). */
const AGE_SECONDS_MAX = 120
const AHEAD_SECONDS_MAX = 30
/** As long as a proof could be shown again it is remembered, and a little longer. */
const REMEMBER_SECONDS = AGE_SECONDS_MAX + AHEAD_SECONDS_MAX + 10

const PROOF_BYTES_MAX = 8_192
const JTI_LENGTH_MAX = 256
const KEYS_MAX = 1_000

/**
 * Verifies a DPoP proof (RFC 9449, 4.3) with node:crypto: form, algorithm, signature, method, address, age and the
 * token it was made for. Returns the thumbprint of its key and what to remember so that it works once; whether the
 * token is bound to that key is the caller's question. Throws `token_invalid` with what to mend.
 */
export function verifyDpopProof({ proof, method, address, token, now }: VerifyDpopProof): VerifiedProof {
  const [header, payload, signature, ...more] = proof.split('.')
  must(
    proof.length <= PROOF_BYTES_MAX && header && payload && signature && more.length === 0,
    'is no signed JWT',
  )
  const key = keyOf(header)
  const signed = Buffer.from(`${header}.${payload}`)
  must(isSignedBy(key, signed, Buffer.from(signature, 'base64url')), 'has a signature that does not hold')
  const { htm, htu, iat, jti, ath } = parse(payload)
  must(htm === method, `must say htm ${method}`)
  must(typeof htu === 'string' && isAddress(htu, address), `must say htu ${address}`)
  const age = typeof iat === 'number' ? now.getTime() / 1000 - iat : Number.NaN
  must(
    age <= AGE_SECONDS_MAX && age >= -AHEAD_SECONDS_MAX,
    'is too old or ahead of time: make one per request',
  )
  must(ath === createHash('sha256').update(token).digest('base64url'), 'must say ath of this access token')
  must(typeof jti === 'string' && jti.length > 0 && jti.length <= JTI_LENGTH_MAX, 'must say jti')
  const id = createHash('sha256').update(`dpop\0${key.thumbprint}\0${jti}`).digest()
  return { keyThumbprint: key.thumbprint, id, seconds: REMEMBER_SECONDS }
}

/** What this bank verifies. RS256 and the symmetric ones are absent: FAPI 2.0, 5.4.1. */
export const DPOP_ALGORITHMS = ['ES256', 'PS256', 'EdDSA'] as const

const isAlgorithm = (value: unknown): value is Algorithm => DPOP_ALGORITHMS.some((known) => known === value)

/** A client sends the same header with each proof: key and thumbprint are worked out once. */
const keys = new Map<string, ProofKey>()

function keyOf(header: string): ProofKey {
  const known = keys.get(header)
  if (known) {
    // Last used, last out.
    keys.delete(header)
    keys.set(header, known)
    return known
  }
  const imported = importKey(parse(header))
  const oldest = keys.size >= KEYS_MAX ? keys.keys().next().value : undefined
  if (oldest !== undefined) keys.delete(oldest)
  keys.set(header, imported)
  return imported
}

function importKey({ typ, alg, jwk, crit }: Record<string, unknown>): ProofKey {
  must(typ === 'dpop+jwt' && crit === undefined, 'must be of typ dpop+jwt, without crit')
  must(isAlgorithm(alg), `must be signed with one of ${DPOP_ALGORITHMS.join(', ')}`)
  must(isRecord(jwk), 'must carry its public key as jwk')
  const members = MEMBERS[alg].map((name) => [name, jwk[name]] as const)
  must(
    !('d' in jwk) && members.every(([, value]) => typeof value === 'string') && fits(alg, jwk),
    `must carry a public key for ${alg}, and no private part`,
  )
  const named = Object.fromEntries(members)
  try {
    const publicKey = createPublicKey({ key: named as JsonWebKey, format: 'jwk' })
    must(
      (publicKey.asymmetricKeyDetails?.modulusLength ?? 2048) >= 2048,
      'must have an RSA key of 2048 bits or more',
    )
    // RFC 7638: the required members in lexical order, which is the order of MEMBERS.
    const thumbprint = createHash('sha256').update(JSON.stringify(named)).digest('base64url')
    return { alg, publicKey, thumbprint }
  } catch (cause) {
    throw refused(`must carry a public key for ${alg}`, cause)
  }
}

const MEMBERS: Record<Algorithm, readonly string[]> = {
  ES256: ['crv', 'kty', 'x', 'y'],
  PS256: ['e', 'kty', 'n'],
  EdDSA: ['crv', 'kty', 'x'],
}

function fits(alg: Algorithm, { kty, crv }: Record<string, unknown>): boolean {
  if (alg === 'ES256') return kty === 'EC' && crv === 'P-256'
  return alg === 'PS256' ? kty === 'RSA' : kty === 'OKP' && crv === 'Ed25519'
}

// RSASSA-PSS; the salt is as long as the hash (RFC 7518, 3.5).
const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }

function isSignedBy({ alg, publicKey }: ProofKey, signed: Buffer, signature: Buffer): boolean {
  if (alg === 'ES256')
    return verify('sha256', signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)
  if (alg === 'PS256') return verify('sha256', signed, { key: publicKey, ...PSS }, signature)
  return verify(null, signed, publicKey, signature)
}

/** The usual spelling costs nothing; another one of the same address is understood too (RFC 9449, 4.3). */
function isAddress(htu: string, address: string): boolean {
  if (htu === address) return true
  if (!URL.canParse(htu)) return false
  const { origin, pathname } = new URL(htu)
  return `${origin}${pathname}` === address
}

function parse(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    if (isRecord(value)) return value
  } catch {
    // Falls through: what cannot be read is refused in the same words.
  }
  throw refused('is no signed JWT')
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function must(fact: unknown, fault: string): asserts fact {
  if (!fact) throw refused(fault)
}

const refused = (fault: string, cause?: unknown) =>
  new Refusal('token_invalid', { path: 'DPoP', text: `The DPoP proof ${fault}.`, cause })

type Algorithm = (typeof DPOP_ALGORITHMS)[number]
type ProofKey = { alg: Algorithm; publicKey: KeyObject; thumbprint: string }
type VerifyDpopProof = { proof: string; method: string; address: string; token: string; now: Date }
type VerifiedProof = { keyThumbprint: string; id: Buffer; seconds: number }
