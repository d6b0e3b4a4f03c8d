import { index, integer, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns'
import { retain } from './retention'

/**
 * Calls that were refused for their certificate, of a third party whose certificate a listed CA did issue and whose key the
 * caller held: a row per certificate, reason and minute, so that a flood of them fills no table. `reason` is the verdict's,
 * `code` what the last of them was answered; `method`, `route` and `requestId` are the last one's too. They stand for no
 * consent: nothing that such a call says of itself is believed.
 */
export const refusedCalls = pgTable(
  'refused_calls',
  {
    thumbprint: text().notNull(),
    reason: text().notNull(),
    minute: instant().notNull(),
    tppId: text().notNull(),
    count: integer().notNull(),
    lastAt: instant().notNull(),
    method: text().notNull(),
    route: text().notNull(),
    status: smallint().notNull(),
    code: text().notNull(),
    requestId: uuid(),
  },
  (table) => [
    primaryKey({ columns: [table.thumbprint, table.reason, table.minute] }),
    index('refused_calls_by_tpp').on(table.tppId, table.lastAt),
    index('refused_calls_by_minute').on(table.minute),
  ],
)

export const refusedCallsRetention = retain(refusedCalls, {
  whose: 'third party',
  columns: [
    'thumbprint',
    'reason',
    'minute',
    'tppId',
    'count',
    'lastAt',
    'method',
    'route',
    'status',
    'code',
    'requestId',
  ],
  personal: false,
  purpose:
    'to show third parties which of their calls were refused for a certificate, and customers who cannot look now',
  period: 'ninety days',
  basis: 'RTS (EU) 2018/389 Art. 34; legitimate interest, GDPR Art. 6(1)(f)',
})
