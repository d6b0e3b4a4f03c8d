import 'server-only'
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider'
import { errors } from 'oidc-provider'
import { mayServeUnanswered } from '@/lib/tpp/require-role'
import { validCertificateOf } from '@/lib/tpp/valid-certificate'
import { CLOCK_TOLERANCE_SECONDS, LIFETIME_SECONDS } from './lifetimes'
import { badCertificate, callerOf } from './request-caller'
import { unavailable } from './unavailable'

/**
 * `tls_client_auth` (RFC 8705, 2.1) by the vetted certificate of this very call. The organizationIdentifier is
 * compared, never a name or a thumbprint: a renewed certificate is the same client.
 */
export const MUTUAL_TLS = {
  enabled: true,
  certificateBoundAccessTokens: true,
  tlsClientAuth: true,
  selfSignedTlsClientAuth: false,
  getCertificate: (ctx: KoaContextWithOIDC) => callerOf(ctx.req).certificate ?? undefined,
  certificateAuthorized: (ctx: KoaContextWithOIDC) => callerOf(ctx.req).tpp !== null,
  certificateSubjectMatches: (ctx: KoaContextWithOIDC, _property: string, expected: string) =>
    callerOf(ctx.req).tpp?.id === expected,
}

/**
 * What the library leaves open in a client assertion (RFC 7523, FAPI 2.0 5.3.2.1): the audience is the issuer as one
 * string, the assertion lives a minute, and a certificate on the same connection must be good and the client's own.
 * Without one the third party must still have a certificate that is good: its key alone outlives no licence.
 */
export const checkClientAssertion: NonNullable<Configuration['assertJwtClientAuthClaimsAndHeader']> = async (
  ctx,
  claims,
  _header,
  client,
) => {
  // An endpoint's address as audience would let one server replay at another what it was given.
  if (claims.aud !== ctx.oidc.issuer)
    throw new errors.InvalidClientAuth('aud of the client assertion must be the issuer, as one string')
  const latest = Math.floor(Date.now() / 1000) + LIFETIME_SECONDS.clientAssertion + CLOCK_TOLERANCE_SECONDS
  if (typeof claims.exp !== 'number' || claims.exp > latest)
    throw new errors.InvalidClient('The client assertion must end within 60 seconds from now (exp).')
  const caller = callerOf(ctx.req)
  const bad = badCertificate(caller)
  if (bad?.code === 'revocation_unknown') throw unavailable(bad)
  if (bad) throw new errors.InvalidClientAuth(`the certificate of this connection: ${bad.code}`)
  if (caller.tpp && caller.tpp.id !== client.tpp_id)
    throw new errors.InvalidClientAuth('the certificate of this connection belongs to another organisation')
  if (caller.tpp) return
  const { refusal, unanswered } = await validCertificateOf(String(client.tpp_id))
  if (refusal?.code === 'revocation_unknown') {
    if (unanswered && mayServeUnanswered('PSP_AI')) return
    throw unavailable(refusal)
  }
  if (refusal)
    throw new errors.InvalidClientAuth(`no certificate of this client is good now: ${refusal.code}`)
}
