/**
 * Everything that can be found, and how much it weighs. What each means and what to do about it stands in
 * `messages` under `posture.findings`, by the same code. `serious` can be used against customers today; `attention` breaks
 * something soon or hides something; `advice` is what better houses do. None of them refuses anything (PSD2 Art. 68(5)).
 */
export const FINDINGS = {
  // an endpoint, seen from outside
  NAME_UNKNOWN: 'attention',
  UNREACHABLE: 'attention',
  NOT_LOOKED_AT: 'advice',
  TLS_FAILED: 'attention',
  TLS_OLD: 'serious',
  TLS_NO_1_3: 'advice',
  CIPHER_WEAK: 'attention',
  CHAIN_UNTRUSTED: 'serious',
  NAME_MISMATCH: 'serious',
  CERTIFICATE_ENDED: 'serious',
  CERTIFICATE_NOT_YET: 'serious',
  CERTIFICATE_ENDS_SOON: 'attention',
  KEY_WEAK: 'serious',
  SIGNATURE_WEAK: 'serious',
  HSTS_MISSING: 'advice',
  HSTS_SHORT: 'advice',
  // a public key of the application
  JWK_WEAK: 'serious',
  JWK_MODEST: 'advice',
  JWK_OLD: 'attention',
  // what the bank knows about the settings without asking anybody
  REDIRECT_NONE: 'advice',
  REDIRECT_PLAIN: 'attention',
  REDIRECT_FOREIGN: 'advice',
  KEYS_NONE: 'advice',
  QWAC_NONE: 'attention',
  QWAC_ENDED: 'serious',
  QWAC_ENDS: 'attention',
  CONTACT_NONE: 'attention',
  ATTESTATION_ENDS: 'advice',
  ATTESTATION_ENDED: 'advice',
} as const satisfies Record<string, Severity>

/** The weightiest first. */
export const SEVERITIES = ['serious', 'attention', 'advice'] as const

/** What weighs most first; what weighs alike keeps its order. */
export function byWeight<T extends { code: FindingCode }>(findings: readonly T[]): T[] {
  const weight = ({ code }: T) => SEVERITIES.indexOf(FINDINGS[code])
  return findings.toSorted((one, other) => weight(one) - weight(other))
}

/** Whether a word, such as one out of the database, is a finding that this version of the house knows. */
export const isFindingCode = (word: string): word is FindingCode => Object.hasOwn(FINDINGS, word)

export type Severity = (typeof SEVERITIES)[number]
export type FindingCode = keyof typeof FINDINGS
/** `detail` fills the words of the code: numbers, names of algorithms, addresses. Never what a server said at length. */
export type Finding = { code: FindingCode; detail: Record<string, string | number> }
