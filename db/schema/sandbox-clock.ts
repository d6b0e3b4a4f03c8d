import { sql } from 'drizzle-orm'
import { boolean, check, interval, pgTable } from 'drizzle-orm/pg-core'
import { retain } from './retention'

/**
 * By how much the sandbox's "now" is ahead. At most one row; none in production, where the application's role may
 * not write here either. `placet_now()` adds it, and everything that asks for the time asks that function.
 */
export const sandboxClock = pgTable(
  'sandbox_clock',
  { only: boolean().primaryKey(), ahead: interval().notNull() },
  (table) => [check('sandbox_clock_one_row', sql`${table.only}`)],
)

export const sandboxClockRetention = retain(sandboxClock, {
  whose: 'nobody',
  columns: ['only', 'ahead'],
  personal: false,
  purpose: 'to try in an afternoon what takes 180 days',
  period: 'until the sandbox is reset',
  basis: 'none needed',
})
