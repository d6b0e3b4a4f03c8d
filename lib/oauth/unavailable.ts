import 'server-only'
import { errors } from 'oidc-provider'
import type { Refusal } from '@/lib/errors'

/** A database that is restarted is back within seconds: when to ask again. */
export const SOON_SECONDS = 5

/**
 * What is the bank's own trouble, that no source says whether a certificate is revoked: 503 with the refusal's words. The
 * library knows its word for it (RFC 6749, 4.1.2.1) with 400 alone, and `invalid_client` would send somebody to buy another
 * certificate.
 */
export function unavailable({ text }: Refusal): errors.OIDCProviderError {
  const error = new errors.TemporarilyUnavailable(text)
  return Object.assign(error, { status: 503, statusCode: 503 })
}
