import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, instant, oneOf, sealed } from './columns'
import { retain } from './retention'

/**
 * `signed`: a passkey signed the record's hash. `session`: the customer had just signed in on this request. `dashboard`:
 * signed in to their own dashboard the customer took something back; what gives less needs no authentication of its own.
 */
export const EVIDENCE_LEVELS = ['signed', 'session', 'dashboard'] as const

/**
 * What the customer was shown and allowed, once per decision; rows are never changed. `recordHash` is the SHA-256
 * of the canonical record (RFC 8785) that the page was rendered from; `nonce` and the hash make the signed
 * challenge. INV-09: this hash is the one in the grant and, for `signed`, the one in the assertion. What was allowed rests
 * on an authorisation, under whose customer's key the record is sealed; what was taken back rests on none, and `psuId` is
 * the customer who did.
 */
export const consentVersions = pgTable(
  'consent_versions',
  {
    consentId: uuid().notNull(),
    version: integer().notNull(),
    sealedRecord: sealed().notNull(),
    recordHash: bytes().notNull(),
    nonce: bytes(),
    textVersion: text().notNull(),
    locale: text().notNull(),
    evidence: text({ enum: EVIDENCE_LEVELS }).notNull(),
    authorisationId: uuid(),
    psuId: uuid(),
    decidedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.consentId, table.version] }),
    oneOf('consent_versions_evidence', table.evidence, EVIDENCE_LEVELS),
    check(
      'consent_versions_whose',
      sql`(${table.authorisationId} is null) = (${table.evidence} = 'dashboard')
      and (${table.psuId} is not null) = (${table.evidence} = 'dashboard')`,
    ),
  ],
)

/** The accounts of one version with the rights given on each; `balances` and `transactions` imply `accounts`. */
export const consentAccounts = pgTable(
  'consent_accounts',
  {
    consentId: uuid().notNull(),
    version: integer().notNull(),
    accountId: uuid().notNull(),
    balances: boolean().notNull(),
    transactions: boolean().notNull(),
    ownerName: boolean().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.consentId, table.version, table.accountId] }),
    index('consent_accounts_by_account').on(table.accountId),
  ],
)

const asEvidence = {
  whose: 'customer',
  personal: true,
  purpose: 'to prove what was shown and allowed',
  period: 'five years after the consent ended',
  basis: 'PSD2 Art. 72',
} as const

export const consentVersionsRetention = retain(consentVersions, {
  ...asEvidence,
  columns: [
    'consentId',
    'version',
    'sealedRecord',
    'recordHash',
    'nonce',
    'textVersion',
    'locale',
    'evidence',
    'authorisationId',
    'psuId',
    'decidedAt',
  ],
})

export const consentAccountsRetention = retain(consentAccounts, {
  ...asEvidence,
  columns: ['consentId', 'version', 'accountId', 'balances', 'transactions', 'ownerName'],
})
