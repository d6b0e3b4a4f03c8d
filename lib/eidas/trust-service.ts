import type { ParsedCertificate } from '@/lib/eidas/parse-certificate'
import type { Qualification } from '@/lib/eidas/qualifications'
import type { CertificateUse } from '@/lib/eidas/qualified-certificate'
import type { RevocationList } from '@/lib/eidas/revocation-list'

/**
 * A service entry of type CA/QC of a trusted list: an issuing CA that is trusted by its key, never by its name (TS 119 612).
 * `uses` are what its additional information allows: ForWebSiteAuthentication is `web`, ForeSeals is `eseal`.
 */
export type TrustService = {
  certificate: ParsedCertificate
  status: 'granted' | 'withdrawn'
  uses: readonly CertificateUse[]
  /** Where the list says something else of a part of the CA's certificates; absent where nothing is said. */
  qualifications?: readonly Qualification[]
  /** Whose word this is, for people: `trusted list NL, number 41`, or the file of an anchor. */
  source: string
  /** When the list was issued, or null for a file that does not say. */
  asOf: Date | null
  /** After this moment the list must not be used any more; null where it does not say. */
  validUntil: Date | null
  /** The CA that signed this CA's certificate, if the list or the folder holds it: for the issuer's own revocation. */
  issuedBy: ParsedCertificate | null
  /** Configured places for revocation data; a certificate's own are used only if their host is on the list. */
  ocsp: readonly string[]
  crls: readonly string[]
  /** A list that lies beside the anchor in the folder; null if there is none. */
  revocations: RevocationList | null
  /** The same three for this CA's own certificate, of which `issuedBy` speaks; absent where nothing is configured. */
  above?: { ocsp: readonly string[]; crls: readonly string[]; revocations: RevocationList | null }
}

/** All services that are listed now, of every source. `version` changes whenever any source does. */
export type TrustedServices = {
  list(): readonly TrustService[]
  faults(): readonly string[]
  version(): string
}
