import { sql } from 'drizzle-orm'
import { index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant, oneOf, sealed } from './columns'
import { retain } from './retention'

/** `running` may have lost its worker: then `leasedUntil` has passed, and another begins anew. */
export const EXPORT_STATES = ['waiting', 'running', 'ready', 'failed'] as const

/**
 * One row per file of everything about a customer (GDPR Art. 15, 20); at most one of a customer is being made. `attempt` names
 * who writes it: parts of an attempt that lost its lease count for nothing. `locale` is the language of the page it was asked
 * on. `tablesDone` of `tablesTotal` is the progress. It can be fetched until `endsAt`. The lease is in the machine's time, the
 * rest in the house's.
 */
export const exports = pgTable(
  'exports',
  {
    id: uuid().primaryKey(),
    psuId: uuid().notNull(),
    state: text({ enum: EXPORT_STATES }).notNull(),
    attempt: uuid(),
    leasedUntil: instant(),
    locale: text().notNull(),
    failures: integer().notNull(),
    tablesDone: integer().notNull(),
    tablesTotal: integer().notNull(),
    bytes: integer(),
    requestedAt: instant().notNull(),
    readyAt: instant(),
    endsAt: instant().notNull(),
  },
  (table) => [
    oneOf('exports_state', table.state, EXPORT_STATES),
    index('exports_by_psu').on(table.psuId, table.requestedAt),
    uniqueIndex('exports_one_open').on(table.psuId).where(sql`state in ('waiting', 'running')`),
  ],
)

/** The file itself, in pieces, each sealed under its customer's key. Any instance can hand it out; destroying the key ends it. */
export const exportParts = pgTable(
  'export_parts',
  {
    exportId: uuid().notNull(),
    attempt: uuid().notNull(),
    number: integer().notNull(),
    sealedPart: sealed().notNull(),
  },
  (table) => [primaryKey({ columns: [table.exportId, table.attempt, table.number] })],
)

const WHY = {
  whose: 'customer',
  personal: true,
  purpose: 'to give customers a copy of everything about them',
  period: 'seven days after it was asked for',
  basis: 'GDPR Art. 15(3), 20',
} as const

export const exportsRetention = retain(exports, {
  ...WHY,
  columns: [
    'id',
    'psuId',
    'state',
    'attempt',
    'leasedUntil',
    'locale',
    'failures',
    'tablesDone',
    'tablesTotal',
    'bytes',
    'requestedAt',
    'readyAt',
    'endsAt',
  ],
})

export const exportPartsRetention = retain(exportParts, {
  ...WHY,
  columns: ['exportId', 'attempt', 'number', 'sealedPart'],
})
