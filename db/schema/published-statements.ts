import { bigint, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, instant, oneOf } from './columns'
import { retain } from './retention'

export const STATEMENT_KINDS = ['trusted-list', 'register'] as const
export const REGISTER_REASONS = [
  'AUTHORISATION_WITHDRAWN',
  'AUTHORISATION_NOT_FOUND',
  'ROLE_NOT_IN_REGISTER',
] as const

/**
 * The last good copy of each trusted list and of the register, signature and all, by the place it came from: what one instance
 * fetched, all use, and a start without the place serves by it. Whoever reads it checks the signature again. `sequence` never
 * goes back. All times are the machine's: lists come from outside, where a sandbox's clock means nothing.
 */
export const publishedStatements = pgTable(
  'published_statements',
  {
    place: text().primaryKey(),
    kind: text({ enum: STATEMENT_KINDS }).notNull(),
    sequence: bigint({ mode: 'number' }).notNull(),
    issuedAt: instant().notNull(),
    nextUpdate: instant().notNull(),
    digest: text().notNull(),
    body: bytes().notNull(),
    fetchedAt: instant().notNull(),
  },
  (table) => [oneOf('published_statements_kind', table.kind, STATEMENT_KINDS)],
)

/**
 * What the register said when it spoke against a third party: one row per thing said, not per call. `digest` is of `said`: the
 * same words in a later snapshot are no news.
 */
export const registerEvidence = pgTable(
  'register_evidence',
  {
    id: uuid().primaryKey(),
    organizationIdentifier: text().notNull(),
    reason: text({ enum: REGISTER_REASONS }).notNull(),
    digest: text().notNull().unique(),
    /** The institution's row, or null where there is none, and the roles that the certificate states. */
    said: jsonb().$type<Record<string, unknown>>().notNull(),
    place: text().notNull(),
    sequence: bigint({ mode: 'number' }).notNull(),
    issuedAt: instant().notNull(),
    at: instant().notNull(),
  },
  (table) => [
    oneOf('register_evidence_reason', table.reason, REGISTER_REASONS),
    index('register_evidence_by_tpp').on(table.organizationIdentifier, table.at.desc()),
  ],
)

export const publishedStatementsRetention = retain(publishedStatements, {
  whose: 'third party',
  columns: ['place', 'kind', 'sequence', 'issuedAt', 'nextUpdate', 'digest', 'body', 'fetchedAt'],
  personal: false,
  purpose: 'to know which issuers and third parties are trusted while their lists are out of reach',
  period: 'until the next issue',
  basis: 'RTS (EU) 2018/389 Art. 34',
})

export const registerEvidenceRetention = retain(registerEvidence, {
  whose: 'third party',
  columns: [
    'id',
    'organizationIdentifier',
    'reason',
    'digest',
    'said',
    'place',
    'sequence',
    'issuedAt',
    'at',
  ],
  personal: false,
  purpose: 'to prove what a refusal by the register rested on',
  period: 'five years',
  basis: 'PSD2 Art. 68(5)',
})
