import 'server-only'
import { getTableName, sql, type Table } from 'drizzle-orm'
import { keysDatabase, type Queryable } from '@/db/connection'
import { RETENTIONS } from '@/db/retention'
import type { Keeping } from '@/db/schema/retention'
import type { Belongings } from './belongings'
import { OWNERSHIP, type Owned } from './ownership'

/** Every table with data of customers, in the order of the annotations, with how its rows belong to a person. */
export const HELD_TABLES: readonly HeldTable[] = RETENTIONS.flatMap(({ table, keepings }) => {
  const name = getTableName(table)
  const owned = OWNERSHIP[name]
  const [keeping] = keepings.filter(({ personal }) => personal)
  return owned && keeping ? [{ name, table, owned, keeping }] : []
})

/** The select of one person's rows, and where it is asked: keys lie in a database of their own. */
export function rowsOf(held: HeldTable, belongings: Belongings, columns = sql`*`) {
  return sql`select ${columns} from ${sql.identifier(held.name)} where ${held.owned.rows(belongings)}`
}

/** Where the rows of a table are asked for. */
export const placeOf = ({ owned }: HeldTable, main: Queryable): Queryable =>
  owned.keys ? keysDatabase() : main

export type HeldTable = { name: string; table: Table; owned: Owned; keeping: Keeping<string> }
