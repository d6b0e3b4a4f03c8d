import 'server-only'
import { type Configuration, errors, type JWK } from 'oidc-provider'
import { env } from '@/lib/env'
import { SIGNING_ALGORITHMS } from '@/lib/signing/signing-keys'
import { adapterOf } from './adapter'
import { checkClientAssertion, MUTUAL_TLS } from './client-authentication'
import { checkClientMetadata, OWN_METADATA } from './client-metadata'
import { renderErrorPage } from './error-page'
import { INTERACTION_POLICY } from './interaction-policy'
import { CLOCK_TOLERANCE_SECONDS, LIFETIME_SECONDS } from './lifetimes'
import { issuesRefreshToken, refreshTokenSeconds, rotatesRefreshToken } from './refresh-tokens'
import { checkDetail, settleRequestedConsent } from './requested-consent'
import { startInteraction } from './start-interaction'
import { findAccount, pairwiseSubject, STRONG_AUTHENTICATION } from './subject'
import { RESOURCES } from './xs2a-resource'

/** FAPI 2.0 Security Profile 5.4: what a client may sign with. No RSASSA-PKCS1-v1_5, no shared secrets, no `none`. */
const CLIENT_ALGORITHMS = ['PS256', 'ES256', 'EdDSA'] as const

const ROUTES = {
  authorization: '/oauth/authorize',
  pushed_authorization_request: '/oauth/par',
  token: '/oauth/token',
  revocation: '/oauth/revoke',
  introspection: '/oauth/introspect',
  userinfo: '/oauth/userinfo',
  jwks: '/oauth/jwks',
  end_session: '/oauth/end-session',
} as const

/** The endpoints that a third party may call over mutual TLS (RFC 8705, 5). */
const MTLS_ALIASES = {
  pushed_authorization_request_endpoint: `${env.MTLS_ORIGIN}${ROUTES.pushed_authorization_request}`,
  token_endpoint: `${env.MTLS_ORIGIN}${ROUTES.token}`,
  revocation_endpoint: `${env.MTLS_ORIGIN}${ROUTES.revocation}`,
  introspection_endpoint: `${env.MTLS_ORIGIN}${ROUTES.introspection}`,
  userinfo_endpoint: `${env.MTLS_ORIGIN}${ROUTES.userinfo}`,
  registration_endpoint: `${env.MTLS_ORIGIN}/oauth/register`,
} as const

/** The authorization server in one table: the FAPI 2.0 Security Profile for every client. */
export function configureProvider({ signingKeys, cookieKey, nonceSecret }: ProviderSecrets): Configuration {
  const secure = env.PUBLIC_ORIGIN.startsWith('https:')
  const cookie = { httpOnly: true, sameSite: 'lax', secure, signed: true } as const
  const cookieName = (name: string) => `${secure ? '__Secure-' : ''}placet-${name}`
  const clientAlgorithms = [...CLIENT_ALGORITHMS]
  return {
    adapter: adapterOf,
    jwks: { keys: signingKeys },
    routes: ROUTES,
    cookies: {
      names: {
        session: cookieName('oauth'),
        interaction: cookieName('interaction'),
        resume: cookieName('resume'),
      },
      keys: [cookieKey],
      long: cookie,
      short: cookie,
    },
    discovery: {
      mtls_endpoint_aliases: MTLS_ALIASES,
      registration_endpoint: MTLS_ALIASES.registration_endpoint,
      introspection_endpoint_auth_methods_supported: ['private_key_jwt', 'tls_client_auth'],
    },
    responseTypes: ['code'],
    scopes: ['openid', 'offline_access'],
    claims: { openid: ['sub', 'acr', 'auth_time'], iss: null },
    acrValues: [STRONG_AUTHENTICATION.acr],
    subjectTypes: ['pairwise'],
    pairwiseIdentifier: pairwiseSubject,
    // The sector is the third party itself; nothing is fetched for it (THR-14).
    sectorIdentifierUriValidate: () => false,
    clientAuthMethods: ['private_key_jwt', 'tls_client_auth'],
    clientDefaults: {
      token_endpoint_auth_method: 'private_key_jwt',
      id_token_signed_response_alg: 'PS256',
      response_types: ['code'],
      grant_types: ['authorization_code', 'refresh_token'],
    },
    extraClientMetadata: {
      properties: [...OWN_METADATA],
      validator: (_ctx, key, _value, metadata) => {
        if (key === 'tpp_id') checkClientMetadata(metadata)
      },
    },
    enabledJWA: {
      clientAuthSigningAlgValues: clientAlgorithms,
      dPoPSigningAlgValues: clientAlgorithms,
      idTokenSigningAlgValues: [...SIGNING_ALGORITHMS],
    },
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    assertJwtClientAuthClaimsAndHeader: checkClientAssertion,
    allowOmittingSingleRegisteredRedirectUri: false,
    // Ours, and it has the last word on a request: see its docstring.
    extraParams: { consent_id: settleRequestedConsent },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      fapi: { enabled: true, profile: '2.0' },
      pushedAuthorizationRequests: {
        enabled: true,
        requirePushedAuthorizationRequests: true,
        allowUnregisteredRedirectUris: false,
      },
      dPoP: { enabled: true, nonceSecret, allowReplay: false },
      mTLS: MUTUAL_TLS,
      introspection: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      revocation: { enabled: true, allowedPolicy: mayRevoke },
      userinfo: { enabled: true },
      resourceIndicators: RESOURCES,
      richAuthorizationRequests: {
        enabled: true,
        types: { account_information: { validate: checkDetail } },
        authorizationDetailsForGrantSource: (ctx) =>
          JSON.parse(String(ctx.oidc.params?.authorization_details)),
        authorizationDetailsForAccessToken: (_ctx, _token, source) => source?.rar,
        authorizationDetailsForIntrospection: (_ctx, token) => token.rar,
      },
    },
    interactions: { policy: INTERACTION_POLICY, url: startInteraction },
    findAccount,
    // Only the grant of this very answer: an older one would bring back what a customer has stopped.
    loadExistingGrant: async (ctx) => {
      const grantId = ctx.oidc.result?.consent?.grantId
      return grantId ? ctx.oidc.provider.Grant.find(grantId) : undefined
    },
    expiresWithSession: () => false,
    issueRefreshToken: issuesRefreshToken,
    rotateRefreshToken: rotatesRefreshToken,
    // A code or refresh token used twice ends every token of its grant; a TPP that gives back a token ends only those.
    revokeGrantPolicy: (ctx) => ctx.oidc.route === 'token',
    clientBasedCORS: () => false,
    renderError: renderErrorPage,
    ttl: {
      AccessToken: LIFETIME_SECONDS.accessToken,
      AuthorizationCode: LIFETIME_SECONDS.authorizationCode,
      Grant: LIFETIME_SECONDS.unusedGrant,
      IdToken: LIFETIME_SECONDS.idToken,
      Interaction: LIFETIME_SECONDS.interaction,
      RefreshToken: refreshTokenSeconds,
      Session: LIFETIME_SECONDS.interaction,
    },
  }
}

/** RFC 7009, 2.1: a client gives back its own tokens only. */
const mayRevoke: RevocationPolicy = (_ctx, client, token) => {
  if (token.clientId === client.clientId) return true
  throw new errors.InvalidRequest('The token belongs to another client.')
}

type RevocationPolicy = NonNullable<
  NonNullable<NonNullable<Configuration['features']>['revocation']>['allowedPolicy']
>
type ProviderSecrets = { signingKeys: JWK[]; cookieKey: string; nonceSecret: Buffer }
