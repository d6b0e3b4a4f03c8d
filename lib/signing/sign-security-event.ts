import 'server-only'
import { CompactSign, importJWK } from 'jose'
import { loadSigningKeys } from './signing-keys'

/** RFC 8417, 2.3: typed, so that no other token of the bank is ever taken for one. */
const TYPE = 'secevent+jwt'
const ALGORITHM = 'ES256'

/** A verifier that keeps our keys for a day finds each of them before it signs; ours may lag by as much as this. */
const KEY_KEPT_MILLIS = 5_000

/** Signs the claims of a Security Event Token by the bank's ES256 key, which stands in the authorization server's `jwks_uri`. */
export async function signSecurityEvent(claims: string): Promise<string> {
  const { kid, key } = await signer()
  return new CompactSign(new TextEncoder().encode(claims))
    .setProtectedHeader({ typ: TYPE, alg: ALGORITHM, kid })
    .sign(key)
}

async function signer() {
  if (held && held.until > performance.now()) return held
  const jwk = (await loadSigningKeys()).find(({ alg }) => alg === ALGORITHM)
  if (!jwk?.kid) throw new Error('There is no ES256 key to sign with')
  held = { kid: jwk.kid, key: await importJWK(jwk, ALGORITHM), until: performance.now() + KEY_KEPT_MILLIS }
  return held
}
let held: { kid: string; key: Awaited<ReturnType<typeof importJWK>>; until: number } | undefined
