import { sql } from 'drizzle-orm'
import { check, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant, oneOf } from './columns'
import { retain } from './retention'

/** `in-files` and `never-in-files` are about nobody in particular, the others about one account or one third party. */
export const DISCLOSURE_PREFERENCES = [
  'in-files',
  'never-in-files',
  'never-this-third-party',
  'never-this-account',
] as const

/**
 * What a customer has said once and for all about what may leave the bank; one row each, gone when they take it back (the trail
 * keeps both). `about`: the third party's identifier or the account's id, ids and nothing that names anybody.
 */
export const disclosurePreferences = pgTable(
  'disclosure_preferences',
  {
    id: uuid().primaryKey(),
    psuId: uuid().notNull(),
    kind: text({ enum: DISCLOSURE_PREFERENCES }).notNull(),
    about: text(),
    createdAt: instant().notNull(),
  },
  (table) => [
    oneOf('disclosure_preferences_kind', table.kind, DISCLOSURE_PREFERENCES),
    check(
      'disclosure_preferences_about',
      sql`(${table.about} is null) = (${table.kind} in ('in-files', 'never-in-files'))`,
    ),
    uniqueIndex('disclosure_preferences_once').on(table.psuId, table.kind, sql`coalesce(${table.about}, '')`),
  ],
)

export const disclosurePreferencesRetention = retain(disclosurePreferences, {
  whose: 'customer',
  columns: ['id', 'psuId', 'kind', 'about', 'createdAt'],
  personal: true,
  purpose: 'to keep to what a customer has said about what may leave the bank',
  period: 'until the customer takes it back',
  basis: 'GDPR Art. 6(1)(a), Art. 7(3), Art. 21',
})
