import { createHash, randomBytes } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { AccountNumber, AccountRights, ConsentModel } from './consent'
import type { ShownSentences } from './shown-sentences'

/** How far back a third party may read, as the page says it. */
export const HISTORY_MONTHS = 13

const NONCE_BYTES = 32

/** Grows with every change of the approval page's wording, so that the record says which words were shown. */
export const TEXT_VERSION = '2026-11-21.7'

/** Grows with the record's shape: who keeps old ones reads by it. */
export const CONSENT_RECORD_FORMAT = 'placet/consent-record/2'

/**
 * What the approval page is rendered from, and what the customer thereby allows. Its canonical form (RFC 8785) is
 * hashed; the hash is stored with the version and the grant and, where a passkey signs, stands in the challenge.
 */
export type ConsentRecord = {
  format: typeof CONSENT_RECORD_FORMAT
  consentId: string
  bank: string
  tpp: RecordedTpp
  purpose: string | null
  model: ConsentModel
  accounts: (AccountNumber & { currency: string } & AccountRights)[]
  locale: string
  textVersion: string
  /** What the page said, word by word; null where no page asked, because the customer only took something back. */
  sentences: ShownSentences | null
  /** What the customer took back of the version before; the rest of the record says what is left. */
  change?: RecordedChange
} & (ReadTerms | FundsTerms)

/** Who asks, as a page names them and a record keeps them. */
export type RecordedTpp = {
  id: string
  brand: string
  legalName: string
  authority: string
  /** What it is licensed to (PSP_AI…), in one order whatever that of its certificate. */
  roles: string[]
  /** When that was last looked up. */
  checkedAt: string | null
}

export type RecordedChange =
  | { from: number; dropped: ConsentRecord['accounts'] }
  | { from: number; validUntil: string }

/** What is allowed where accounts may be read. */
export type ReadTerms = {
  data: { accounts: true; historyMonths: number } & AccountRights
  period: { recurring: boolean; frequencyPerDay: number; validUntil: string }
}

/** What is allowed where it may be asked whether an amount is there: no data, and no end. */
export type FundsTerms = {
  data: { fundsAnswers: true }
  period: { untilStopped: true }
  card: { number: string | null; information: string | null; registration: string | null }
}

/** SHA-256 over the nonce and the canonical record: the nonce keeps the hash from telling what was in it. */
export function hashRecord(nonce: Buffer, record: ShownRecord): Buffer {
  const canonical = canonicalize(record)
  if (canonical === undefined) throw new Error('A record that is not JSON cannot be shown')
  return createHash('sha256').update(nonce).update(canonical).digest()
}

/** A nonce for one decision. */
export const newNonce = () => randomBytes(NONCE_BYTES)

/** The nonce of a challenge that `challengeOf` made. */
export const nonceOf = (challenge: Buffer) => challenge.subarray(0, NONCE_BYTES)

/** The challenge a passkey signs for this record: nonce ‖ SHA-256(nonce ‖ record). */
export function challengeOf(nonce: Buffer, record: ShownRecord): { challenge: Buffer; recordHash: Buffer } {
  const recordHash = hashRecord(nonce, record)
  return { challenge: Buffer.concat([nonce, recordHash]), recordHash }
}

/** The record of any page: its format keeps one of a permission and one of a payment apart, also in their hashes. */
type ShownRecord = { format: string }
