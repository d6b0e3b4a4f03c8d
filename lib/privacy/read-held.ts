import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import type { VaultKey } from '@/lib/vault/vault-key'
import type { Belongings } from './belongings'
import { type HeldTable, placeOf, rowsOf } from './held-tables'
import { columnOf, type PlainRow, plainRows } from './plain-row'

const AT_ONCE = 500

/**
 * One person's rows of a table, opened, some hundred at a time: a cursor within the transaction, so that the whole copy is of one
 * moment and none of it ever lies in memory.
 */
export async function* readHeld({ tx, held, belongings, keys }: ReadHeld): AsyncGenerator<PlainRow[]> {
  const toPlain = plainRows({ table: held.table, owned: held.owned, keys, belongings })
  const select = rowsOf(held, belongings)
  if (held.owned.keys) {
    const { rows } = await placeOf(held, tx).execute<Record<string, unknown>>(select)
    yield rows.map(toPlain)
    return
  }
  for await (const rows of fetched(tx, select)) yield rows.map(toPlain)
}

/** The newest of them, where the table knows an order. */
export async function newestHeld({ tx, held, belongings, keys, limit }: NewestHeld): Promise<PlainRow[]> {
  const { time } = held.owned
  const order = time ? sql`order by ${sql.identifier(columnOf(time))} desc nulls last` : sql``
  const { rows } = await placeOf(held, tx).execute<Record<string, unknown>>(
    sql`${rowsOf(held, belongings)} ${order} limit ${limit}`,
  )
  return rows.map(plainRows({ table: held.table, owned: held.owned, keys, belongings }))
}

async function* fetched(tx: Transaction, select: SQL): AsyncGenerator<Record<string, unknown>[]> {
  await tx.execute(sql`declare held no scroll cursor for ${select}`)
  for (;;) {
    const { rows } = await tx.execute<Record<string, unknown>>(sql.raw(`fetch ${AT_ONCE} from held`))
    if (rows.length > 0) yield rows
    if (rows.length < AT_ONCE) break
  }
  await tx.execute(sql`close held`)
}

type ReadHeld = {
  tx: Transaction
  held: HeldTable
  belongings: Belongings
  keys: readonly VaultKey[]
}
type NewestHeld = ReadHeld & { limit: number }
