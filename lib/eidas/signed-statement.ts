import 'server-only'
import { flattenedVerify } from 'jose'
import { z } from 'zod'
import { type ListSigner, mustBeInTime } from './list-signers'

/** Signatures by the key of a certificate; what needs no key (none) or a shared one (HS256) is not among them. */
const ALGORITHMS = ['ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512']

const SIGNED = z.object({ payload: z.string(), protected: z.string(), signature: z.string() })
const HEADER = z.looseObject({ typ: z.string(), 'x5t#S256': z.string() })
const HEAD = z.looseObject({
  sequence: z.int().min(0),
  issued: z.iso.datetime(),
  nextUpdate: z.iso.datetime(),
})

/**
 * Reads a statement of a scheme operator: a flattened JWS (RFC 7515 7.2.2) of the given `typ`, whose header names a believed
 * signer by `x5t#S256`, over JSON with `sequence`, `issued` and `nextUpdate`. Throws a sentence on anything else: a list is no
 * register, and nothing is read of what was not signed.
 */
export async function readSignedStatement({ body, type, signers }: ReadStatement): Promise<SignedStatement> {
  const signed = attempt('it is no signed statement', () => SIGNED.parse(JSON.parse(body.toString('utf8'))))
  const header = attempt('its header is not as defined', () => HEADER.parse(fromBase64Url(signed.protected)))
  if (header.typ !== type) throw new Error(`it is of another type than ${type}`)
  const signer = signers.find((one) => thumbprintOf(one) === header['x5t#S256'])
  if (!signer) throw new Error('it is signed by nobody who is believed')
  const { payload } = await flattenedVerify(signed, signer.publicKey, { algorithms: ALGORITHMS }).catch(
    (cause: unknown) => {
      throw new Error('its signature is wrong', { cause })
    },
  )
  const text = Buffer.from(payload).toString('utf8')
  const { sequence, issued, nextUpdate, ...content } = attempt('it does not say of when it is', () =>
    HEAD.parse(JSON.parse(text)),
  )
  const issuedAt = new Date(issued)
  mustBeInTime(signer, issuedAt)
  return { sequence, issuedAt, nextUpdate: new Date(nextUpdate), content }
}

function thumbprintOf({ fingerprint256 }: ListSigner): string {
  return Buffer.from(fingerprint256.replaceAll(':', ''), 'hex').toString('base64url')
}

function fromBase64Url(text: string): unknown {
  return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
}

function attempt<T>(otherwise: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw new Error(otherwise, { cause })
  }
}

type ReadStatement = { body: Buffer; type: string; signers: readonly ListSigner[] }
export type SignedStatement = {
  sequence: number
  issuedAt: Date
  nextUpdate: Date
  content: Record<string, unknown>
}
