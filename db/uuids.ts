import { type SQL, sql } from 'drizzle-orm'

/** Ids as one array of the database's: as many parameters as there are ids would make a plan of its own for each number. */
export const uuids = (ids: readonly string[]): SQL => sql`${`{${ids.join(',')}}`}::uuid[]`
