import { sql } from 'drizzle-orm'
import { date, index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant, oneOf, sealed } from './columns'
import { retain } from './retention'

export const PLACE_KINDS = ['origin', 'key'] as const
export const ATTESTATION_KINDS = ['iso-27001', 'soc-2', 'pci-dss', 'penetration-test', 'other'] as const

/** Whose endpoint or key, and which. */
const ofPlace = () => ({ tppId: text().notNull(), place: text().notNull() })

/**
 * When a third party's endpoints were last looked at from outside, and when somebody of theirs last asked for it, which they
 * may not do all the time. One row per third party; whoever writes findings holds it.
 */
export const postureChecks = pgTable('posture_checks', {
  tppId: text().primaryKey(),
  checkedAt: instant(),
  askedAt: instant(),
})

/**
 * What was looked at: an origin (`https://example.com`) or a public key (by its RFC 7638 thumbprint), for as long as it is
 * registered. `firstSeenAt` is what a key's age counts from. `facts` is what was seen the last time.
 */
export const posturePlaces = pgTable(
  'posture_places',
  {
    ...ofPlace(),
    kind: text({ enum: PLACE_KINDS }).notNull(),
    uses: text().array().notNull(),
    facts: jsonb().$type<Record<string, unknown>>().notNull(),
    firstSeenAt: instant().notNull(),
    checkedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tppId, table.place] }),
    oneOf('posture_places_kind', table.kind, PLACE_KINDS),
  ],
)

/**
 * What was found, from when to when: open while `goneAt` is null, and of one code at one place at most one is open. Nothing
 * that decides about a call reads this table (PSD2 Art. 68(5)).
 */
export const postureFindings = pgTable(
  'posture_findings',
  {
    id: uuid().primaryKey(),
    ...ofPlace(),
    code: text().notNull(),
    detail: jsonb().$type<Record<string, string | number>>().notNull(),
    foundAt: instant().notNull(),
    goneAt: instant(),
  },
  (table) => [
    uniqueIndex('posture_findings_open')
      .on(table.tppId, table.place, table.code)
      .where(sql`${table.goneAt} is null`),
    index('posture_findings_by_tpp').on(table.tppId, table.foundAt),
  ],
)

/** Whom the bank calls when something happens: sealed, because the mailbox or the telephone may be a person's. */
export const securityContacts = pgTable('security_contacts', {
  tppId: text().primaryKey(),
  sealedContact: sealed().notNull(),
  updatedAt: instant().notNull(),
})

/**
 * What a third party says about itself of its own will. `endsOn` is the last day of the bank on which it counts: readers
 * compare, nobody writes it down. A row is withdrawn, never changed.
 */
export const attestations = pgTable(
  'attestations',
  {
    id: uuid().primaryKey(),
    tppId: text().notNull(),
    kind: text({ enum: ATTESTATION_KINDS }).notNull(),
    issuer: text().notNull(),
    reference: text().notNull(),
    endsOn: date({ mode: 'string' }).notNull(),
    statedBy: text().notNull(),
    statedAt: instant().notNull(),
    withdrawnAt: instant(),
  },
  (table) => [
    oneOf('attestations_kind', table.kind, ATTESTATION_KINDS),
    index('attestations_by_tpp').on(table.tppId, table.endsOn),
  ],
)

const ABOUT_THEM = {
  whose: 'third party',
  personal: false,
  basis: 'DORA Art. 28(1); legitimate interest, GDPR Art. 6(1)(f)',
} as const
const SEEN = {
  ...ABOUT_THEM,
  purpose: 'to see how safe the endpoints of third parties are, and to tell them',
} as const

export const postureChecksRetention = retain(postureChecks, {
  ...SEEN,
  columns: ['tppId', 'checkedAt', 'askedAt'],
  period: 'as long as the third party',
})

export const posturePlacesRetention = retain(posturePlaces, {
  ...SEEN,
  columns: ['tppId', 'place', 'kind', 'uses', 'facts', 'firstSeenAt', 'checkedAt'],
  period: 'as long as it is registered',
})

export const postureFindingsRetention = retain(postureFindings, {
  ...SEEN,
  columns: ['id', 'tppId', 'place', 'code', 'detail', 'foundAt', 'goneAt'],
  period: 'two years after it was gone',
})

export const securityContactsRetention = retain(securityContacts, {
  ...ABOUT_THEM,
  columns: ['tppId', 'sealedContact', 'updatedAt'],
  personal: true,
  purpose: 'to reach a third party in an incident',
  period: 'until it is replaced or removed',
})

export const attestationsRetention = retain(attestations, {
  ...ABOUT_THEM,
  columns: ['id', 'tppId', 'kind', 'issuer', 'reference', 'endsOn', 'statedBy', 'statedAt', 'withdrawnAt'],
  purpose: 'to keep what a third party says about its own security',
  period: 'two years after it ends or is withdrawn',
})
