import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { bytes, instant, oneOf } from './columns'
import { retain } from './retention'

export const REVOCATION_STATUSES = ['good', 'revoked', 'unknown'] as const
export const REVOCATION_WAYS = ['ocsp', 'crl'] as const

/**
 * The last thing that a source said about one certificate: what one instance learnt, all know. `issuer` is the SHA-256 of the
 * issuing CA's public key, as a serial number is unique per key alone. Silence makes no row, so that `fetchedAt` of a good one
 * is when the certificate was last known to be good. `evidence` is the signed answer itself, where it is about this
 * certificate alone. All times are the machine's: certificates come from outside, where a sandbox's clock means nothing.
 */
export const revocationAnswers = pgTable(
  'revocation_answers',
  {
    issuer: text().notNull(),
    serial: text().notNull(),
    status: text({ enum: REVOCATION_STATUSES }).notNull(),
    via: text({ enum: REVOCATION_WAYS }).notNull(),
    source: text().notNull(),
    thisUpdate: instant().notNull(),
    nextUpdate: instant().notNull(),
    fetchedAt: instant().notNull(),
    revokedAt: instant(),
    reason: text(),
    evidence: bytes(),
    certificateEndsAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.issuer, table.serial] }),
    oneOf('revocation_answers_status', table.status, REVOCATION_STATUSES),
    oneOf('revocation_answers_via', table.via, REVOCATION_WAYS),
    index('revocation_answers_by_end').on(table.certificateEndsAt),
  ],
)

/**
 * A revocation list as it was fetched from one address, whole: one fetch serves all certificates of an issuer, on all instances.
 */
export const revocationLists = pgTable(
  'revocation_lists',
  {
    issuer: text().notNull(),
    source: text().notNull(),
    body: bytes().notNull(),
    nextUpdate: instant().notNull(),
    fetchedAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.issuer, table.source] })],
)

const asProof = {
  whose: 'third party',
  personal: false,
  purpose: 'to know which certificates are revoked, and to prove what a refusal rested on',
  basis: 'RTS (EU) 2018/389 Art. 34; PSD2 Art. 68(5)',
} as const

export const revocationAnswersRetention = retain(revocationAnswers, {
  ...asProof,
  columns: [
    'issuer',
    'serial',
    'status',
    'via',
    'source',
    'thisUpdate',
    'nextUpdate',
    'fetchedAt',
    'revokedAt',
    'reason',
    'evidence',
    'certificateEndsAt',
  ],
  period: 'ninety days after the certificate has ended',
})

export const revocationListsRetention = retain(revocationLists, {
  ...asProof,
  columns: ['issuer', 'source', 'body', 'nextUpdate', 'fetchedAt'],
  period: 'until the next list; ninety days after it has ended',
})
