import type { RefusalCode } from '@/lib/errors'

/** The same words as at the XS2A door, so that a developer meets one vocabulary for one certificate. */
const CODES: Partial<Record<RefusalCode, string>> = {
  certificate_missing: 'CERTIFICATE_MISSING',
  certificate_expired: 'CERTIFICATE_EXPIRED',
  certificate_blocked: 'CERTIFICATE_BLOCKED',
  certificate_revoked: 'CERTIFICATE_REVOKED',
  role_invalid: 'ROLE_INVALID',
  revocation_unknown: 'SERVICE_UNAVAILABLE',
}

/** The code of Berlin Group for a certificate that this door refuses. */
export const certificateCode = (refusal: RefusalCode) => CODES[refusal] ?? 'CERTIFICATE_INVALID'
