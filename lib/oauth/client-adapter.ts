import 'server-only'
import Provider, { type AdapterPayload } from 'oidc-provider'
import { findApplication } from '@/lib/tpp/find-application'
import { toClientMetadata } from './client-metadata'
import { callerOf } from './request-caller'

/**
 * Clients are the register's applications, read anew for each request. A paused third party has none: whatever it
 * calls answers `invalid_client`.
 */
export async function findClient(clientId: string): Promise<AdapterPayload | undefined> {
  // RFC 6749, appendix A.1. Anything else is no client, and a NUL would be an error of the database.
  if (!/^[\x20-\x7e]{1,200}$/.test(clientId)) return undefined
  const application = await findApplication(clientId)
  if (application?.tppStatus !== 'active') return undefined
  return toClientMetadata(application, bindingOfRequest())
}

/**
 * The binding is the caller's choice, once per token (FAPI 2.0 5.3.2.1): a DPoP proof wins, else its certificate
 * binds. With neither, DPoP is demanded and the request fails.
 */
function bindingOfRequest(): 'dpop' | 'certificate' {
  const req = Provider.ctx?.req
  if (!req || req.headers.dpop !== undefined) return 'dpop'
  return callerOf(req).certificate ? 'certificate' : 'dpop'
}
