import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'

const NOTE = /^([^\n]+)\n(\d{1,15})\n([A-Za-z0-9+/=]+)\nat ([0-9T:.Z-]+)\n\n((?:— [^\n]+\n)+)$/

/** What a checkpoint says, if one of the keys signed it, in its time, under the name of its trail; else null. */
export function readCheckpoint(note: string, keys: readonly VerifierKey[]): Checkpoint | null {
  const [, origin = '', size, root = '', at = '', signatures = ''] = NOTE.exec(note) ?? []
  const seconds = Date.parse(at) / 1000
  const text = Buffer.from(note.slice(0, note.length - signatures.length - 1))
  const isSigned = signatures
    .split('\n')
    .some((line) =>
      keys.some((key) => seconds >= key.from && seconds <= key.until && isSignature(line, origin, text, key)),
    )
  return isSigned ? { origin, size: Number(size), root: Buffer.from(root, 'base64'), at, note } : null
}

function isSignature(line: string, origin: string, text: Buffer, { raw, key }: VerifierKey): boolean {
  const [, name, signature = ''] = line.split(' ')
  const bytes = Buffer.from(signature, 'base64')
  const id = createHash('sha256').update(`${origin}\n\x01`).update(raw).digest().subarray(0, 4)
  return name === origin && bytes.subarray(0, 4).equals(id) && verify(null, text, key, bytes.subarray(4))
}

/** The keys of a JWK Set; throws where it holds no Ed25519 key. */
export function readKeys(text: string): VerifierKey[] {
  const set: unknown = JSON.parse(text)
  const listed = isRecord(set) && Array.isArray(set.keys) ? set.keys : []
  const keys = listed.flatMap((jwk: unknown) =>
    isRecord(jwk) && jwk.kty === 'OKP' && jwk.crv === 'Ed25519' && typeof jwk.x === 'string'
      ? [
          {
            raw: Buffer.from(jwk.x, 'base64url'),
            key: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: jwk.x }, format: 'jwk' }),
            from: typeof jwk.nbf === 'number' ? jwk.nbf : 0,
            until: typeof jwk.exp === 'number' ? jwk.exp : Number.POSITIVE_INFINITY,
          },
        ]
      : [],
  )
  if (keys.length === 0) throw new Error('The key file holds no Ed25519 key')
  return keys
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `from` and `until`: seconds since 1970; what says that it was signed outside of them was not signed by the bank. */
export type VerifierKey = { raw: Buffer; key: KeyObject; from: number; until: number }
export type Checkpoint = { origin: string; size: number; root: Buffer; at: string; note: string }
