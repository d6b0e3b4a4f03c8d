import { type SQL, sql } from 'drizzle-orm'

/** A time to the microsecond, as text that sorts as times do: a JavaScript date would lose what tells two apart. */
export const exactTime = (at: SQL): SQL =>
  sql`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
