import { date, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns'
import { retain } from './retention'

/** One row per request of a customer that the bank itself erase what it holds (GDPR Art. 17). */
export const erasures = pgTable(
  'erasures',
  { id: uuid().primaryKey(), psuId: uuid().notNull(), requestedAt: instant().notNull() },
  (table) => [index('erasures_by_psu').on(table.psuId, table.requestedAt)],
)

/**
 * What became of each kind of data by one request: how many rows went at once and, where something stays, under which rule and
 * until when. `until` is null where the end is not a day yet, such as while somebody is a customer.
 */
export const erasureBookings = pgTable(
  'erasure_bookings',
  {
    erasureId: uuid().notNull(),
    tableName: text().notNull(),
    erased: integer().notNull(),
    kept: integer().notNull(),
    rule: text().notNull(),
    until: date({ mode: 'string' }),
  },
  (table) => [primaryKey({ columns: [table.erasureId, table.tableName] })],
)

const WHY = {
  whose: 'customer',
  personal: true,
  purpose: 'to prove what was erased on whose wish, and to erase the rest on its day',
  period: 'five years after it was asked',
  basis: 'GDPR Art. 5(2), 17',
} as const

export const erasuresRetention = retain(erasures, { ...WHY, columns: ['id', 'psuId', 'requestedAt'] })

export const erasureBookingsRetention = retain(erasureBookings, {
  ...WHY,
  columns: ['erasureId', 'tableName', 'erased', 'kept', 'rule', 'until'],
})
