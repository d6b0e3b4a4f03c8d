import { pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns'
import { retain } from './retention'

/**
 * The times of the last N unattended reads per consent, endpoint and account (RTS Art. 36(5)(b), REG-DAT-04). A
 * read is allowed when fewer than N of them lie within the last 24 hours: a sliding window, so that midnight
 * never allows twice N. One conditional upsert counts and decides. `accountId` is the nil UUID for the list.
 * `lookedAt`: the newest look that is not among those, so one with the customer there; where a read was given back, the
 * newest before it. The two together say when the third party looked last, which the access log could tell only by a
 * search of every month.
 */
export const consentUses = pgTable(
  'consent_uses',
  {
    consentId: uuid().notNull(),
    endpoint: text().notNull(),
    accountId: uuid().notNull(),
    recent: timestamp({ withTimezone: true, mode: 'date' }).array().notNull(),
    lookedAt: instant(),
  },
  (table) => [primaryKey({ columns: [table.consentId, table.endpoint, table.accountId] })],
)

export const consentUsesRetention = retain(consentUses, {
  whose: 'customer',
  columns: ['consentId', 'endpoint', 'accountId', 'recent', 'lookedAt'],
  personal: true,
  purpose: 'to hold unattended reads to the agreed number, and to tell the customer of the last look',
  period: 'two years after the consent ended',
  basis: 'RTS (EU) 2018/389 Art. 36(5)(b)',
})
