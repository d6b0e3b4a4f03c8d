import type { Step } from '@/lib/eidas/verdict'
import type { RefusalCode } from '@/lib/errors'

/**
 * Why a certificate is not good, in our own words: the step that says it, and the refusal that a door translates into its
 * protocol's code (eidas.md 3). What is the bank's own trouble is `revocation_unknown`, so that nobody is told that a
 * certificate is bad because a responder was silent.
 */
export const REASONS = {
  CERT_MALFORMED: { step: 'parse', refusal: 'certificate_invalid' },
  KEY_OR_SIGNATURE_WEAK: { step: 'parse', refusal: 'certificate_invalid' },
  NOT_YET_VALID: { step: 'time', refusal: 'certificate_invalid' },
  EXPIRED: { step: 'time', refusal: 'certificate_expired' },
  ISSUER_NOT_LISTED: { step: 'chain', refusal: 'certificate_invalid' },
  ISSUER_NAME_MISMATCH: { step: 'chain', refusal: 'certificate_invalid' },
  ISSUER_NOT_IN_TIME: { step: 'chain', refusal: 'certificate_invalid' },
  TRUST_SERVICE_WITHDRAWN: { step: 'trust-service', refusal: 'certificate_invalid' },
  TRUST_SERVICE_OTHER_USE: { step: 'trust-service', refusal: 'certificate_invalid' },
  TRUSTED_LIST_TOO_OLD: { step: 'trust-service', refusal: 'revocation_unknown' },
  IS_AUTHORITY: { step: 'use', refusal: 'certificate_invalid' },
  NOT_QUALIFIED: { step: 'use', refusal: 'certificate_invalid' },
  QC_TYPE_WRONG: { step: 'use', refusal: 'certificate_invalid' },
  KEY_USAGE_WRONG: { step: 'use', refusal: 'certificate_invalid' },
  CLIENT_AUTH_MISSING: { step: 'use', refusal: 'certificate_invalid' },
  PSD2_STATEMENT_MISSING: { step: 'psd2-statement', refusal: 'certificate_invalid' },
  PSD2_STATEMENT_TWICE: { step: 'psd2-statement', refusal: 'certificate_invalid' },
  PSD2_STATEMENT_MALFORMED: { step: 'psd2-statement', refusal: 'certificate_invalid' },
  IDENTITY_MALFORMED: { step: 'identity', refusal: 'certificate_invalid' },
  IDENTITY_MISMATCH: { step: 'identity', refusal: 'certificate_invalid' },
  AUTHORITY_UNKNOWN: { step: 'identity', refusal: 'certificate_invalid' },
  REVOKED: { step: 'revocation', refusal: 'certificate_revoked' },
  REVOCATION_UNKNOWN: { step: 'revocation', refusal: 'revocation_unknown' },
  ISSUER_REVOKED: { step: 'issuer-revocation', refusal: 'certificate_revoked' },
  ISSUER_REVOCATION_UNKNOWN: { step: 'issuer-revocation', refusal: 'revocation_unknown' },
  AUTHORISATION_WITHDRAWN: { step: 'register', refusal: 'certificate_invalid' },
  AUTHORISATION_NOT_FOUND: { step: 'register', refusal: 'certificate_invalid' },
  ROLE_NOT_IN_REGISTER: { step: 'register', refusal: 'role_invalid' },
} as const satisfies Record<string, { step: Step; refusal: RefusalCode }>

export type Reason = keyof typeof REASONS
