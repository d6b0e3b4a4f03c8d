import canonicalize from 'canonicalize'
import { z } from 'zod'

/** What signs evidence. ECDSA on P-256 is in every toolbox, so that nobody needs ours to check. */
export const EVIDENCE_ALGORITHM = 'ES256'

/** The media type of the header, so that nothing else that some key of ours signed is ever taken for evidence. */
export const EVIDENCE_TYPE = 'placet-evidence+jws'

/**
 * Evidence as it is handed out: a JWS in its flattened JSON form (RFC 7515, 7.2.2). The payload is canonical JSON (RFC 8785)
 * with a `format` that says what it is: a receipt, or the case file of a permission.
 */
export const EvidenceFile = z.strictObject({
  payload: z.string(),
  protected: z.string(),
  signature: z.string(),
})
export type EvidenceFile = z.infer<typeof EvidenceFile>

/** The whole header. Whatever names a key or where to find one is refused: who forges brings their own. */
export const EvidenceHeader = z.strictObject({
  alg: z.literal(EVIDENCE_ALGORITHM),
  kid: z.string(),
  typ: z.literal(EVIDENCE_TYPE),
})

const Key = z.looseObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  kid: z.string(),
  /** From when and, once it is retired, until when it signed: seconds since 1970. */
  nbf: z.number(),
  exp: z.number().optional(),
})

/** A key that signs checkpoints of the audit trail (RFC 8037), and the time in which it did, in seconds since 1970. */
const OfTrail = z.looseObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  nbf: z.number().optional(),
  exp: z.number().optional(),
})

/**
 * The bank's published keys: `keys` that sign evidence and say in which time they did, and `trail` that sign checkpoints of the
 * audit trail. A JWK Set, of one kind or of both put together; keys of other kinds are passed over.
 */
export const EvidenceKeySet = z.object({ keys: z.array(z.unknown()) }).transform(({ keys }) => ({
  keys: keys.flatMap((key) => Key.safeParse(key).data ?? []),
  trail: keys.flatMap((key) => OfTrail.safeParse(key).data ?? []),
}))
export type EvidenceKey = z.infer<typeof Key>
export type TrailKey = z.infer<typeof OfTrail>

/** Without keys of the trail nobody can say who signed a checkpoint, and no proof is judged. */
export type EvidenceKeySet = { keys: readonly EvidenceKey[]; trail?: readonly TrailKey[] }

/** The bytes that are signed: one and the same JSON is always the same bytes. */
export function canonicalBytes(payload: unknown): Uint8Array {
  const canonical = canonicalize(payload)
  if (canonical === undefined) throw new Error('What is not JSON cannot be signed')
  return new TextEncoder().encode(canonical)
}
