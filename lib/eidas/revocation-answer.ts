/**
 * What a source said about one certificate. Fetched answers are kept in the database, so that every instance knows what one
 * of them learnt. `unknown` is a signed "I do not know this serial"; silence and unusable answers are no answer and no row.
 */
export type RevocationAnswer = {
  status: 'good' | 'revoked' | 'unknown'
  via: 'ocsp' | 'crl' | 'file'
  /** The address or the file that it came from. */
  source: string
  thisUpdate: Date
  nextUpdate: Date
  /** When the bank got it: freshness is counted from here. */
  fetchedAt: Date
  /** Only of a revoked one. */
  revokedAt: Date | null
}
