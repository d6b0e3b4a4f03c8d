/** ETSI TS 119 495 clause 5.1: the roles a payment service provider may be licensed for. */
export const PSP_ROLES = ['PSP_AS', 'PSP_PI', 'PSP_AI', 'PSP_IC'] as const
export type PspRole = (typeof PSP_ROLES)[number]

/** A QWAC identifies its holder in TLS, a QSealC seals messages. One never stands in for the other. */
export type CertificateUse = 'web' | 'eseal'

/** What a QWAC or QSealC says. Only a good verdict makes it true. */
export type QualifiedCertificate = {
  /** RFC 8705 `x5t#S256`: base64url of the SHA-256 of the DER. */
  thumbprint: string
  use: CertificateUse
  /** Lower-case hexadecimal without leading zeros. Unique per issuer only, and no identity of the holder. */
  serial: string
  /** For people and logs. Never compare it: libraries write names differently. */
  issuer: string
  subject: { commonName: string; organization: string; country: string }
  /** The identity of the TPP, after the alias table: `PSDNL-DNB-1234`. It outlives each certificate. */
  organizationIdentifier: string
  /** The authority that licensed the TPP: `NL-DNB`. Its country may differ from the subject's. */
  authority: { id: string; name: string; country: string }
  roles: readonly PspRole[]
  notBefore: Date
  notAfter: Date
}
