import { z } from 'zod'

const RSA_BITS = { min: 2048, max: 4096 }
const base64url = z.string().regex(/^[A-Za-z0-9_-]+$/, 'must be base64url')
const about = {
  kid: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'must not contain control characters or lone surrogates')
    .optional(),
  use: z.literal('sig', 'use must be sig').optional(),
}

/** FAPI 2.0 5.4: large enough to be safe; small enough that one signature does not cost a second (THR-16). */
const modulus = base64url.refine((n) => {
  const bits = Buffer.from(n, 'base64url').length * 8
  return bits >= RSA_BITS.min && bits <= RSA_BITS.max
}, `an RSA key has ${RSA_BITS.min} to ${RSA_BITS.max} bits`)

const kinds = z.discriminatedUnion(
  'kty',
  [
    z.object({
      kty: z.literal('RSA'),
      n: modulus,
      // With an exponent of 1 the signature is the message itself: anybody makes it. With 3, padding decides everything.
      e: z.literal('AQAB', 'the public exponent of an RSA key is 65537 (AQAB)'),
      alg: z.literal('PS256').optional(),
      ...about,
    }),
    z.object({
      kty: z.literal('EC'),
      crv: z.literal('P-256'),
      x: base64url,
      y: base64url,
      alg: z.literal('ES256').optional(),
      ...about,
    }),
    z.object({
      kty: z.literal('OKP'),
      crv: z.literal('Ed25519'),
      x: base64url,
      alg: z.literal('EdDSA').optional(),
      ...about,
    }),
  ],
  'a key is RSA (PS256), EC P-256 (ES256) or OKP Ed25519 (EdDSA)',
)

const PRIVATE_PARTS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth', 'priv']

/** A public key of a client. A private one is refused and not stored: whoever sent it should make a new one. */
export const publicKey = z
  .looseObject({})
  .refine(
    (key) => !PRIVATE_PARTS.some((part) => part in key),
    'send public keys only, and replace this private one',
  )
  .pipe(kinds)
