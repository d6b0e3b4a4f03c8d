import { createHash } from 'node:crypto'
import type { PresentedToken } from '@/lib/consent/use-consent'
import { isRefusal, Refusal } from '@/lib/errors'
import { verifyDpopProof } from './dpop-proof'

/** RFC 6750, 2.1 and RFC 9449, 7.1: a scheme in any case, then one token68. */
const AUTHORIZATION = /^(bearer|dpop) +([A-Za-z0-9\-._~+/]+=*)$/i
/** Nothing shorter or longer was ever issued here. */
const TOKEN = /^.{16,512}$/

/**
 * Reads the access token of a call and verifies the proof beside it; the only thing a door takes from this door.
 * Opaque: what it stands for, and to whom it is bound, only the statement that uses it finds out. What cannot be used
 * comes back as a refusal rather than being thrown, because a consent that ended is told before a bad token.
 */
export function readAccessToken({
  authorization,
  proof,
  ...call
}: ReadAccessToken): PresentedToken | Refusal {
  if (!authorization)
    return new Refusal('token_unknown', {
      path: 'Authorization',
      text: 'Send the access token of this consent: Authorization: DPoP … with a proof, or Bearer … over its certificate.',
    })
  const [, scheme, token = ''] = AUTHORIZATION.exec(authorization) ?? []
  if (!scheme)
    return new Refusal('token_invalid', {
      path: 'Authorization',
      text: 'Authorization must be one scheme, DPoP or Bearer, a blank, and one access token.',
    })
  if (!TOKEN.test(token))
    return new Refusal('token_unknown', {
      path: 'Authorization',
      text: 'This is no access token of this bank. Send the access_token of its token endpoint, whole.',
    })
  const hash = createHash('sha256').update(token).digest()
  if (scheme.toLowerCase() === 'bearer') return { hash, keyThumbprint: null, proof: null }
  if (!proof)
    return new Refusal('token_invalid', { path: 'DPoP', text: 'Send one DPoP proof with the access token.' })
  try {
    const { keyThumbprint, ...spent } = verifyDpopProof({ proof, token, ...call })
    return { hash, keyThumbprint, proof: spent }
  } catch (thrown) {
    if (isRefusal(thrown)) return thrown
    throw thrown
  }
}

/** `address` is what the proof must name: origin and path as the third party knows them, without the query. */
export type ReadAccessToken = {
  authorization: string | undefined
  proof: string | undefined
  method: string
  address: string
  now: Date
}
