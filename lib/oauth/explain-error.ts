import 'server-only'
import type { errors, KoaContextWithOIDC } from 'oidc-provider'
import { callerOf } from './request-caller'

/**
 * Says in `error_description` what its own client can mend; the library keeps that for the log. Unknown, foreign, used
 * and outlived are one answer (THR-06), and nothing tells a stranger who is registered. Called once the answer stands.
 */
export function explainError(ctx: KoaContextWithOIDC, thrown: errors.OIDCProviderError): void {
  const { body } = ctx
  if (!isErrorAnswer(body)) return
  const text = body.error === 'invalid_client' ? whoIsIt(ctx, thrown) : whyNoGrant(ctx, thrown)
  if (text) ctx.body = { ...body, error_description: text }
}

function whyNoGrant(
  ctx: KoaContextWithOIDC,
  { error, error_detail: detail = '' }: errors.OIDCProviderError,
): string | undefined {
  if (error !== 'invalid_grant') return undefined
  if (NOT_THERE.test(detail)) return ctx.oidc.params?.grant_type === 'refresh_token' ? REFRESH : CODE
  return GRANT_FAULTS.find(([fault]) => fault.test(detail))?.[1]
}

/** Only to whom the wire has proved: whoever shows a certificate may hear what belongs to its organisation. */
function whoIsIt(ctx: KoaContextWithOIDC, { error_detail: detail }: errors.OIDCProviderError) {
  const { tpp } = callerOf(ctx.req)
  const named = ctx.oidc.params?.client_id ?? ctx.oidc.body?.client_id
  if (!tpp || typeof named !== 'string') return undefined
  if (named !== tpp.id) return 'client_id must be the organizationIdentifier of your certificate.'
  return detail === 'client not found'
    ? 'Nothing is registered for you. Register at /oauth/register.'
    : undefined
}

const CODE =
  'The code is not known here, was used, or has run out: it works once, within a minute, for the client it was given ' +
  'to, while its consent stands.'
const REFRESH =
  'The refresh token is not known here or has ended. It ends with its consent: read the status of that.'
const BINDING = 'The token is bound to another key or certificate. Show the one that it was issued to.'

const NOT_THERE =
  /^((authorization code|refresh token|grant) (not found|is expired|already|invalid)|client mismatch|accountId)/

/** By what the library writes into its log. What is not here keeps the library's own words. */
const GRANT_FAULTS: readonly (readonly [RegExp, string])[] = [
  [/redirect_uri mismatch/, 'redirect_uri is not the one of the pushed request.'],
  [/x5t#S256|jkt|thumbprint|DPoP|certificate/, BINDING],
  [/verifier|PKCE/i, 'code_verifier does not fit the code_challenge of the pushed request.'],
]

function isErrorAnswer(body: unknown): body is { error: string } {
  return typeof body === 'object' && body !== null && 'error' in body
}
