import { sql } from 'drizzle-orm'
import { check, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant, oneOf, sealed } from './columns'
import { retain } from './retention'

export const PROTECTION_STARTERS = ['customer', 'staff'] as const

/**
 * While one is in force the other holders of a customer's accounts are told nothing of what that customer shares, and see
 * nothing of it. What was shared before its end stays so afterwards: nothing may come to light by its being lifted. In force:
 * `endedAt` null; of one customer at most one is. Staff write sealed, under the customer's key, how it was asked for and why.
 */
export const protections = pgTable(
  'protections',
  {
    id: uuid().primaryKey(),
    psuId: uuid().notNull(),
    startedBy: text({ enum: PROTECTION_STARTERS }).notNull(),
    sealedReason: sealed(),
    startedAt: instant().notNull(),
    endedAt: instant(),
  },
  (table) => [
    oneOf('protections_started_by', table.startedBy, PROTECTION_STARTERS),
    check('protections_reason', sql`${table.startedBy} <> 'staff' or ${table.sealedReason} is not null`),
    uniqueIndex('protections_one_at_a_time').on(table.psuId).where(sql`${table.endedAt} is null`),
    index('protections_by_psu').on(table.psuId),
  ],
)

export const protectionsRetention = retain(protections, {
  whose: 'customer',
  columns: ['id', 'psuId', 'startedBy', 'sealedReason', 'startedAt', 'endedAt'],
  personal: true,
  purpose: 'to keep what a customer at risk shares from the other holders of their accounts',
  period: 'as the permissions that it keeps',
  basis: 'GDPR Art. 6(1)(d), (f), Art. 21',
})
