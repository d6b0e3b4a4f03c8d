import { sql } from 'drizzle-orm'
import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant, oneOf } from './columns'
import { retain } from './retention'

export const HOLDERS = ['customer', 'bank', 'holder'] as const

/**
 * A pause beside a consent: while one is in force nothing is read. The consent's status stays what it is, so that
 * lifting the hold restores it exactly. `holder` is another holder of a joint account. `psuId` is the customer whose pause
 * it is, who alone may lift it; null where it is the bank's. In force: `liftedAt` null and `until` null or ahead. Of one
 * customer at most one pause of a consent is.
 */
export const holds = pgTable(
  'holds',
  {
    id: uuid().primaryKey(),
    consentId: uuid().notNull(),
    placedBy: text({ enum: HOLDERS }).notNull(),
    psuId: uuid(),
    reason: text().notNull(),
    until: instant(),
    placedAt: instant().notNull(),
    liftedAt: instant(),
  },
  (table) => [
    oneOf('holds_placed_by', table.placedBy, HOLDERS),
    index('holds_by_consent').on(table.consentId, table.liftedAt),
    uniqueIndex('holds_once_per_customer')
      .on(table.consentId, table.psuId)
      .where(sql`${table.liftedAt} is null and ${table.psuId} is not null`),
  ],
)

export const holdsRetention = retain(holds, {
  whose: 'customer',
  columns: ['id', 'consentId', 'placedBy', 'psuId', 'reason', 'until', 'placedAt', 'liftedAt'],
  personal: true,
  purpose: 'to pause access and to say why',
  period: 'as the consent',
  basis: 'PSD2 Art. 68(5), (6)',
})
