import { base64url, flattenedVerify, importJWK } from 'jose'
import {
  canonicalBytes,
  EVIDENCE_ALGORITHM,
  EvidenceFile,
  EvidenceHeader,
  type EvidenceKey,
  type EvidenceKeySet,
} from './evidence-file'

/** Far above what any evidence weighs. */
export const EVIDENCE_BYTES_MAX = 512 * 1024

/** How every ZIP begins, as text: a case file that somebody takes for its receipts. */
const ARCHIVE = 'PK\u0003\u0004'

/** Header parameters of RFC 7515 that bring a key or say where one lies. */
const KEY_BRINGERS = ['jwk', 'jku', 'x5c', 'x5u', 'x5t', 'x5t#S256']

/**
 * Judges a file against keys that the verifier trusts already. Pure: no network, no clock, no state, so that the page and
 * the command judge alike. Nothing of the payload is looked at before the signature holds. The time that counts is the one
 * in which the file says it was issued: a key that has been retired since still holds for what it signed in its time.
 */
export async function verifyEvidence(text: string, { keys }: EvidenceKeySet): Promise<EvidenceVerdict> {
  if (text.length > EVIDENCE_BYTES_MAX) return { valid: false, reason: 'too-large' }
  if (text.startsWith(ARCHIVE)) return { valid: false, reason: 'archive' }
  const json = parse(text)
  if (json === undefined) return { valid: false, reason: 'not-json' }
  const file = EvidenceFile.safeParse(json).data
  if (!file || !Object.values(file).every(isPlainBase64url) || !hasEachOnce(text))
    return { valid: false, reason: 'not-evidence' }
  const header = parse(new TextDecoder().decode(base64url.decode(file.protected)))
  const wrong = faultOf(header)
  if (wrong) return { valid: false, reason: wrong }
  const { kid } = EvidenceHeader.parse(header)
  const key = keys.find((one) => one.kid === kid)
  if (!key) return { valid: false, reason: 'unknown-key' }
  const bytes = await signedBytes(file, key)
  if (!bytes) return { valid: false, reason: 'signature' }
  const payload = parse(new TextDecoder().decode(bytes))
  if (!isRecord(payload) || !isCanonical(payload, bytes)) return { valid: false, reason: 'not-canonical' }
  if (!isInForce(key, payload.issuedAt)) return { valid: false, reason: 'key-not-in-force' }
  return { valid: true, payload, key }
}

function faultOf(header: unknown): InvalidEvidence | null {
  if (!isRecord(header)) return 'not-evidence'
  if (KEY_BRINGERS.some((name) => name in header)) return 'key-in-file'
  if (header.alg !== EVIDENCE_ALGORITHM) return 'algorithm'
  return EvidenceHeader.safeParse(header).success ? null : 'not-evidence'
}

async function signedBytes(file: EvidenceFile, { kty, crv, x, y }: EvidenceKey): Promise<Uint8Array | null> {
  try {
    const key = await importJWK({ kty, crv, x, y }, EVIDENCE_ALGORITHM)
    return (await flattenedVerify(file, key, { algorithms: [EVIDENCE_ALGORITHM] })).payload
  } catch {
    // All of it comes from outside; what cannot be read was not signed by this key.
    return null
  }
}

/** `nbf` is when the key was made, `exp` the end of its time; what was issued outside of it nobody but a thief signed. */
function isInForce({ nbf, exp = Number.POSITIVE_INFINITY }: EvidenceKey, issuedAt: unknown): boolean {
  const seconds = typeof issuedAt === 'string' ? Date.parse(issuedAt) / 1000 : Number.NaN
  return seconds >= nbf && seconds <= exp
}

/** A name that stands twice, or another way to write a number, reads differently in different readers. */
function isCanonical(payload: unknown, bytes: Uint8Array): boolean {
  return Buffer.compare(canonicalBytes(payload), bytes) === 0
}

/**
 * Three names and three values, and no quotation mark in any of them: a fourth name is one that stands twice, and hides
 * another.
 */
const hasEachOnce = (text: string) => text.split('"').length - 1 === 12

/** One way to write each byte: without it the last letter of a part could change and nobody would notice. */
const isPlainBase64url = (text: string) => Buffer.from(text, 'base64url').toString('base64url') === text

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export type InvalidEvidence =
  | 'too-large'
  | 'archive'
  | 'not-json'
  | 'not-evidence'
  | 'key-in-file'
  | 'algorithm'
  | 'unknown-key'
  | 'signature'
  | 'not-canonical'
  | 'key-not-in-force'

export type EvidenceVerdict =
  | { valid: true; payload: Record<string, unknown>; key: EvidenceKey }
  | { valid: false; reason: InvalidEvidence }
