import 'server-only'
import { type Configuration, errors, type KoaContextWithOIDC } from 'oidc-provider'
import { env } from '@/lib/env'
import { LIFETIME_SECONDS } from './lifetimes'
import { consentOfScope } from './requested-consent'

/** The one protected resource besides userinfo: the XS2A door (RFC 8707). */
export const XS2A_RESOURCE = `${env.MTLS_ORIGIN}/xs2a/v1`

type ResourceIndicators = NonNullable<NonNullable<Configuration['features']>['resourceIndicators']>

/**
 * Which resource a token is for: XS2A when the request carries a consent, else userinfo. No token is for both: one
 * that opened a customer's accounts would open their identity too.
 */
export const RESOURCES = {
  enabled: true,
  defaultResource: async (ctx, _client, oneOf) => (oneOf || carriesConsent(ctx) ? XS2A_RESOURCE : undefined),
  useGrantedResource: async (_ctx, source) => source.resource !== undefined,
  getResourceServerInfo: async (ctx, identifier) => {
    if (identifier !== XS2A_RESOURCE || !carriesConsent(ctx)) throw new errors.InvalidTarget()
    return {
      scope: scopesOf(ctx)
        .filter((scope) => consentOfScope(scope) !== null)
        .join(' '),
      audience: XS2A_RESOURCE,
      accessTokenFormat: 'opaque',
      accessTokenTTL: LIFETIME_SECONDS.accessToken,
    }
  },
} satisfies ResourceIndicators

function carriesConsent(ctx: KoaContextWithOIDC): boolean {
  const source = sourceOf(ctx)
  const details = source ? source.rar : ctx.oidc.params?.authorization_details
  return details !== undefined || scopesOf(ctx).some((scope) => consentOfScope(scope) !== null)
}

/** At the token endpoint the request itself has no scope: it is the code's or the refresh token's. */
function scopesOf(ctx: KoaContextWithOIDC): string[] {
  const scope = sourceOf(ctx)?.scope ?? ctx.oidc.params?.scope
  return typeof scope === 'string' ? scope.split(' ') : []
}

function sourceOf({ oidc: { entities, route } }: KoaContextWithOIDC) {
  return route === 'token' ? (entities.RefreshToken ?? entities.AuthorizationCode) : undefined
}
