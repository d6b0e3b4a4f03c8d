import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'

/** Whether the signature of a proof holds for the key in its own header: one raw ES256 verification, nothing else. */
export function isSigned(proof: string): boolean {
  const at = proof.lastIndexOf('.')
  const key = keyOf(proof.slice(0, proof.indexOf('.')))
  const [signed, signature] = [Buffer.from(proof.slice(0, at)), Buffer.from(proof.slice(at + 1), 'base64url')]
  return verify('sha256', signed, { key: key.publicKey, dsaEncoding: 'ieee-p1363' }, signature)
}

/** The thumbprint of a proof's key and what to remember of it, where it is right in every respect (RFC 9449, 4.3). */
export function readProof({ proof, token, address }: ReadProof): { thumbprint: string; id: Buffer } | null {
  const [header = '', payload = ''] = proof.split('.')
  if (!payload || !isSigned(proof)) return null
  const { htm, htu, iat, jti, ath } = JSON.parse(Buffer.from(payload, 'base64url').toString())
  const age = Date.now() / 1_000 - iat
  const right = htm === 'GET' && htu === address && age < 120 && age > -30 && typeof jti === 'string'
  if (!right || ath !== createHash('sha256').update(token).digest('base64url')) return null
  const { thumbprint } = keyOf(header)
  return { thumbprint, id: createHash('sha256').update(`${thumbprint}.${jti}`).digest() }
}

const keys = new Map<string, ProofKey>()

function keyOf(header: string): ProofKey {
  const known = keys.get(header)
  if (known) return known
  const { crv, kty, x, y } = JSON.parse(Buffer.from(header, 'base64url').toString()).jwk
  const named = { crv, kty, x, y }
  const key = {
    publicKey: createPublicKey({ key: named, format: 'jwk' }),
    thumbprint: createHash('sha256').update(JSON.stringify(named)).digest('base64url'),
  }
  keys.set(header, key)
  return key
}

type ProofKey = { publicKey: KeyObject; thumbprint: string }
type ReadProof = { proof: string; token: string; address: string }
