import 'server-only'
import { sql } from 'drizzle-orm'
import { database, type Queryable } from '@/db/connection'

/**
 * "Now", as every instance, test and rule of the house knows it: the database's time, which only a sandbox can move.
 * Doors ask once and hand it on as an input; a transaction passes itself to get its own start time.
 */
export async function now(queryable: Queryable = database()): Promise<Date> {
  const { rows } = await queryable.execute<{ now: Date }>(sql`select placet_now() as now`)
  const first = rows[0]
  if (!first) throw new Error('The database did not tell the time')
  return new Date(first.now)
}
