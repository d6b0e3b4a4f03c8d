import { sql } from 'drizzle-orm'
import { check, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { JWK } from 'jose'
import { instant, sealed } from './columns'
import { retain } from './retention'

/**
 * The keys that sign receipts, and nothing else: no token and no message of the bank is signed by one, and no receipt by
 * another key. State is derived, never stored: without `signsFrom` a key is only published; with it and without
 * `signsUntil` it signs, at most one at a time; from `signsUntil` on it is retired. The public half stays published for
 * as long as somebody may bring a receipt, with the time in which it signed. The private half is destroyed as the key
 * retires, so that nobody can date a receipt back with it.
 */
export const evidenceKeys = pgTable(
  'evidence_keys',
  {
    kid: text().primaryKey(),
    publicJwk: jsonb().$type<JWK>().notNull(),
    sealedPrivateJwk: sealed(),
    createdAt: instant().notNull(),
    signsFrom: instant(),
    signsUntil: instant(),
  },
  (table) => [
    check(
      'evidence_keys_retired_is_destroyed',
      sql`(${table.signsUntil} is null) = (${table.sealedPrivateJwk} is not null)`,
    ),
    uniqueIndex('evidence_keys_one_signs')
      .on(sql`(true)`)
      .where(sql`${table.signsFrom} is not null and ${table.signsUntil} is null`),
  ],
)

export const evidenceKeysRetention = retain(evidenceKeys, {
  whose: 'bank',
  columns: ['kid', 'publicJwk', 'sealedPrivateJwk', 'createdAt', 'signsFrom', 'signsUntil'],
  personal: false,
  purpose: 'to sign receipts, and to let anybody check old ones',
  period: 'the private half until the key retires; the public half for good',
  basis: 'PSD2 Art. 72; GDPR Art. 7(1)',
})
