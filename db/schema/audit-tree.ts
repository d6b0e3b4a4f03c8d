import { bigint, pgTable, primaryKey, smallint, text, unique, uuid } from 'drizzle-orm/pg-core'
import { bytes, instant, oneOf } from './columns'
import { retain } from './retention'

export const TRAIL_SOURCES = ['audit_events', 'access_log'] as const

const count = () => bigint({ mode: 'number' })

/**
 * The leaves of the Merkle tree over `audit_events` and `access_log` (RFC 6962), in the order in which they were taken,
 * without a gap. A leaf outlives its row: when a month is dropped, its identity, time and hash stay, and the tree still
 * verifies. Nobody may change them, as with the rows themselves.
 */
export const auditLeaves = pgTable(
  'audit_leaves',
  {
    seq: count().primaryKey(),
    source: text({ enum: TRAIL_SOURCES }).notNull(),
    rowId: uuid().notNull(),
    at: instant().notNull(),
    /** SHA-256 of the row's text, `audit_text`. */
    rowHash: bytes().notNull(),
  },
  (table) => [
    // One row, one leaf: a call has two rows where the bank failed after it had said that it was served.
    unique('audit_leaves_once').on(table.rowId, table.at, table.source),
    oneOf('audit_leaves_source', table.source, TRAIL_SOURCES),
  ],
)

/**
 * Hashes of complete subtrees of 256 leaves, of 256 of those, and so on (levels 8, 16, 24 …): enough to prove anything by
 * reading a few hundred rows, and little to write. `place` counts the subtrees of a level from the left.
 */
export const auditNodes = pgTable(
  'audit_nodes',
  { level: smallint().notNull(), place: count().notNull(), hash: bytes().notNull() },
  (table) => [primaryKey({ columns: [table.level, table.place] })],
)

/**
 * What the bank has said of its tree: size, root and time, signed. `horizon` is for the next one: every transaction before it
 * was over when this one looked, and what they wrote is inside.
 */
export const auditCheckpoints = pgTable('audit_checkpoints', {
  size: count().primaryKey(),
  root: bytes().notNull(),
  at: instant().notNull(),
  note: text().notNull(),
  horizon: count().notNull(),
})

const forGood = {
  whose: 'bank',
  personal: false,
  purpose: 'to let an outsider check that no row of the trail was altered, removed or added later',
  period: 'for good; they outlive the rows',
  basis: 'PSD2 Art. 72; RTS (EU) 2018/389 Art. 29',
} as const

export const auditLeavesRetention = retain(auditLeaves, {
  ...forGood,
  columns: ['seq', 'source', 'rowId', 'at', 'rowHash'],
})

export const auditNodesRetention = retain(auditNodes, { ...forGood, columns: ['level', 'place', 'hash'] })

export const auditCheckpointsRetention = retain(auditCheckpoints, {
  ...forGood,
  columns: ['size', 'root', 'at', 'note', 'horizon'],
})
