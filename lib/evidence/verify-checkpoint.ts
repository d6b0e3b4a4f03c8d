import { createHash, createPublicKey, verify } from 'node:crypto'
import type { TrailKey } from './evidence-file'

/**
 * What a checkpoint of the audit trail says (C2SP `tlog-checkpoint`), if one of the keys signed it, in its time, under the name that
 * it has; else null. Further signatures, of witnesses say, are passed over.
 */
export function readSigned(note: string, keys: readonly TrailKey[]): SignedCheckpoint | null {
  const end = note.indexOf('\n\n')
  if (end < 0) return null
  const body = note.slice(0, end + 1)
  const [origin = '', size = '', root = '', at = ''] = body.split('\n')
  const seconds = Date.parse(at.slice('at '.length)) / 1000
  const signatures = note.slice(end + 2).split('\n')
  const inForce = keys.filter((key) => isInForce(key, seconds))
  const isSigned = signatures.some((line) => inForce.some((key) => isBy({ line, origin, body, key })))
  if (!isSigned || !/^[1-9]\d{0,14}$/.test(size)) return null
  return { size: Number(size), root: Buffer.from(root, 'base64') }
}

/** What says of itself that it was signed outside of the key's time nobody but a thief signed. No time is in none. */
function isInForce({ nbf = 0, exp = Number.POSITIVE_INFINITY }: TrailKey, seconds: number): boolean {
  return seconds >= nbf && seconds <= exp
}

/** `— name signature`, where four octets that name the key stand before the signature itself. */
function isBy({ line, origin, body, key }: IsBy): boolean {
  const prefix = `— ${origin} `
  if (!line.startsWith(prefix)) return false
  const bytes = Buffer.from(line.slice(prefix.length), 'base64')
  const typed = Buffer.concat([Buffer.of(1), Buffer.from(key.x, 'base64url')])
  const named = createHash('sha256').update(`${origin}\n`).update(typed).digest().subarray(0, 4)
  return bytes.subarray(0, 4).equals(named) && isSignature(body, bytes.subarray(4), key)
}

function isSignature(body: string, signature: Buffer, { kty, crv, x }: TrailKey): boolean {
  try {
    return verify(
      null,
      Buffer.from(body),
      createPublicKey({ key: { kty, crv, x }, format: 'jwk' }),
      signature,
    )
  } catch {
    // Keys come from a file as well; one that is none has signed nothing.
    return false
  }
}

type IsBy = { line: string; origin: string; body: string; key: TrailKey }
type SignedCheckpoint = { size: number; root: Buffer }
