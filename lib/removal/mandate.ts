import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

/** Grows with the shape: who keeps old ones reads by it. */
export const MANDATE_FORMAT = 'placet/removal-mandate/1'

/**
 * What the customer asks the bank to do in their name: to tell one third party to delete what it got under one permission.
 * `words` are those of the page, in its language. Nothing of it but the digest leaves the bank.
 */
export type RemovalMandate = {
  format: typeof MANDATE_FORMAT
  removalId: string
  consentId: string
  bank: string
  tpp: { id: string; brand: string; legalName: string }
  askedAt: string
  locale: string
  words: string
}

/** SHA-256 of the canonical record (RFC 8785); its random id keeps the digest from telling what was in it. */
export function hashMandate(mandate: RemovalMandate): Buffer {
  const canonical = canonicalize(mandate)
  if (canonical === undefined) throw new Error('A mandate that is not JSON cannot be recorded')
  return createHash('sha256').update(canonical).digest()
}
