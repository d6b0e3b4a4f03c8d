import { index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, instant, sealed } from './columns'
import { retain } from './retention'

/**
 * What was turned away, counted per rule, caller and minute: a flood is one row a minute, so that nobody can fill a table
 * that cannot be emptied. `source` is a keyed blind index of the third party's id, or of the network address where nobody
 * could be identified. `requestId` is that of the last one counted.
 */
export const securityEvents = pgTable(
  'security_events',
  {
    minute: instant().notNull(),
    rule: text().notNull(),
    source: bytes().notNull(),
    count: integer().notNull(),
    sealedSource: sealed().notNull(),
    tppId: text(),
    requestId: uuid(),
  },
  (table) => [
    primaryKey({ columns: [table.minute, table.rule, table.source] }),
    index('security_events_by_rule').on(table.rule, table.minute, table.source),
  ],
)

export const securityEventsRetention = retain(securityEvents, {
  whose: 'nobody',
  columns: ['minute', 'rule', 'source', 'count', 'sealedSource', 'tppId', 'requestId'],
  personal: true,
  purpose: 'to see and to stop an attack',
  period: 'ninety days',
  basis: 'legitimate interest, GDPR Art. 6(1)(f); DORA Art. 10',
})
