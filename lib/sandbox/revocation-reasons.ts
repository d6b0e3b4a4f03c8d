/** RFC 5280 5.3.1, as far as they fit a TPP's certificate. `unspecified` is left out: it says nothing and writes no entry. */
export const REVOCATION_REASONS = [
  'keyCompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'privilegeWithdrawn',
] as const

/** What a list and a responder say where nobody gave a reason. */
export const USUAL_REASON = 'cessationOfOperation'

/** TS 119 495 REV-6.2.6: why an authority may ask for a revocation. Both are a privilege withdrawn on a list. */
export const AUTHORITY_REASONS = ['authorisation-withdrawn', 'role-removed'] as const

export type RevocationReason = (typeof REVOCATION_REASONS)[number]
