import { importJWK, jwtVerify } from 'jose'
import type { VettedCertificate } from '@/lib/tpp/caller'

// Imported at the first request: a build has no key.
let key: ReturnType<typeof importJWK> | undefined

/** The grant of a JWT access token (RFC 9068) that is bound to this certificate (RFC 8705), else null. */
export async function verifyAccessToken(
  authorization: string | null,
  { thumbprint, organizationIdentifier }: VettedCertificate,
): Promise<string | null> {
  try {
    key ??= importJWK(JSON.parse(process.env.BENCH_TOKEN_KEY ?? '{}'), 'ES256')
    const { payload } = await jwtVerify(authorization?.replace(/^Bearer /, '') ?? '', await key, {
      issuer: 'https://bank.example',
      audience: 'https://bank.example/xs2a',
      typ: 'at+jwt',
      algorithms: ['ES256'],
    })
    const confirmation = payload.cnf
    const bound =
      typeof confirmation === 'object' && confirmation !== null && 'x5t#S256' in confirmation
        ? confirmation['x5t#S256'] === thumbprint
        : false
    if (!bound || payload.client_id !== organizationIdentifier) return null
    return typeof payload.grant_id === 'string' ? payload.grant_id : null
  } catch {
    return null
  }
}
