import { sql } from 'drizzle-orm'
import { check, index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant, oneOf, sealed } from './columns'
import { retain } from './retention'

/** Nobody has looked yet; whoever wrote was answered; dealt with, where nobody can be or has to be answered. */
export const BARRIER_STATES = ['new', 'answered', 'closed'] as const

/**
 * A barrier that somebody met on a page, in their own words: nobody has to sign in or to say who they are, so no row names a
 * customer. `sealedAddress` is there only where an answer is wanted, and goes 30 days after the report was closed.
 */
export const barrierReports = pgTable(
  'barrier_reports',
  {
    id: uuid().primaryKey(),
    state: text({ enum: BARRIER_STATES }).notNull(),
    language: text().notNull(),
    sealedText: sealed().notNull(),
    sealedPlace: sealed(),
    sealedAddress: sealed(),
    reportedAt: instant().notNull(),
    closedAt: instant(),
    closedBy: text(),
    sealedNote: sealed(),
  },
  (table) => [
    oneOf('barrier_reports_state', table.state, BARRIER_STATES),
    check('barrier_reports_closed', sql`(state = 'new') = (closed_at is null)`),
    index('barrier_reports_by_time').on(table.state, table.reportedAt),
  ],
)

const PURPOSE = 'to take away what keeps people out, and to prove that the bank listened'
const BASIS = 'Directive (EU) 2019/882 Art. 13(3), 13(4); legitimate interest, GDPR Art. 6(1)(f)'

export const barrierReportsRetention = retain(
  barrierReports,
  {
    whose: 'nobody',
    columns: [
      'id',
      'state',
      'language',
      'sealedText',
      'sealedPlace',
      'reportedAt',
      'closedAt',
      'closedBy',
      'sealedNote',
    ],
    personal: true,
    purpose: PURPOSE,
    period: 'two years after it was reported',
    basis: BASIS,
  },
  {
    whose: 'nobody',
    columns: ['sealedAddress'],
    personal: true,
    purpose: 'to answer whoever reported a barrier and wants an answer',
    period: 'thirty days after it was closed, and a year at most',
    basis: BASIS,
  },
)
