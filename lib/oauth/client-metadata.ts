import 'server-only'
import type { AdapterPayload } from 'oidc-provider'
import { errors } from 'oidc-provider'
import { env } from '@/lib/env'
import type { Application } from '@/lib/tpp/find-application'

/** Metadata of ours, beside what RFC 7591 knows; the provider hands it back on its `Client`. */
export const OWN_METADATA = ['tpp_id', 'tpp_purposes', 'rotates_refresh_tokens'] as const

/**
 * An application as the provider's client metadata. Everything FAPI 2.0 demands is stated here and not left to a
 * default; `binding` is how this request proves possession, so that no token can be had without.
 */
export function toClientMetadata(application: Application, binding: 'dpop' | 'certificate'): AdapterPayload {
  const asks = application.redirectUris.length > 0
  const byKey = application.authenticationMethod === 'private_key_jwt'
  return {
    client_id: application.clientId,
    client_name: application.brand ?? application.legalName,
    ...(application.clientUri === null ? {} : { client_uri: application.clientUri }),
    application_type: 'web',
    redirect_uris: application.redirectUris,
    response_types: asks ? ['code'] : [],
    ...(asks ? { response_modes: ['query'] } : {}),
    grant_types: asks ? ['authorization_code', 'refresh_token'] : [],
    token_endpoint_auth_method: application.authenticationMethod,
    ...(byKey
      ? { jwks: application.jwks ?? { keys: [] } }
      : { tls_client_auth_subject_dn: application.tppId }),
    require_pushed_authorization_requests: true,
    dpop_bound_access_tokens: binding === 'dpop',
    tls_client_certificate_bound_access_tokens: binding === 'certificate',
    authorization_details_types: ['account_information'],
    id_token_signed_response_alg: 'PS256',
    subject_type: 'pairwise',
    // A third party with two hosts would have to name a sector of its own; ours is the third party itself.
    sector_identifier_uri: `${env.MTLS_ORIGIN}/oauth/sector`,
    tpp_id: application.tppId,
    tpp_purposes: application.purposes,
    rotates_refresh_tokens: application.rotatesRefreshTokens,
  }
}

/** What the library accepts and FAPI 2.0 does not; checked on each load, whatever wrote the row. */
const RULES: readonly { holds: (metadata: Metadata) => boolean; text: string }[] = [
  {
    holds: ({ require_pushed_authorization_requests: required }) => required === true,
    text: 'pushed authorization requests must be required (FAPI 2.0 5.3.2.2)',
  },
  {
    holds: ({ token_endpoint_auth_method: method }) =>
      method === 'private_key_jwt' || method === 'tls_client_auth',
    text: 'the client must authenticate by private_key_jwt or tls_client_auth (FAPI 2.0 5.3.2.1)',
  },
  {
    holds: (metadata) =>
      (metadata.dpop_bound_access_tokens === true) !==
      (metadata.tls_client_certificate_bound_access_tokens === true),
    text: 'access tokens must be bound by DPoP or by certificate (FAPI 2.0 5.3.2.1)',
  },
  {
    holds: ({ response_types: types }) => (types ?? []).every((type) => type === 'code'),
    text: 'the only response type is code (FAPI 2.0 5.3.2.2)',
  },
  {
    holds: ({ response_modes: modes }) => (modes ?? []).every((mode) => mode === 'query'),
    text: 'query only',
  },
  { holds: ({ jwks_uri: uri }) => uri === undefined, text: 'keys are registered inline (jwks)' },
  {
    holds: ({ redirect_uris: uris }) => (uris ?? []).every(isAllowedRedirect),
    text: 'redirect URIs must be https, or http on loopback in a sandbox (RFC 9700 4.1.1)',
  },
]

/** Throws `invalid_client_metadata` for the first rule that does not hold. */
export function checkClientMetadata(metadata: Metadata): void {
  const broken = RULES.find(({ holds }) => !holds(metadata))
  if (broken) throw new errors.InvalidClientMetadata(broken.text)
}

function isAllowedRedirect(uri: string): boolean {
  const { protocol, hostname } = new URL(uri)
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  return protocol === 'https:' || (env.SANDBOX && protocol === 'http:' && loopback)
}

type Metadata = AdapterPayload
