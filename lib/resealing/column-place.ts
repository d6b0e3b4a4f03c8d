import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { database, patientDatabase } from '@/db/connection'
import type { SealedColumn } from '@/db/sealed-columns'
import { type RowKey, type SealedPlace, versionOf } from './sealed-place'

/** The values of one sealed column. Each is changed in a statement of its own: whoever holds one lock waits for nobody in a circle. */
export function columnPlace({ table, column, field, key, standing }: SealedColumn): SealedPlace {
  const from = sql.identifier(table)
  const value = sql.identifier(column)
  const names = key.map(({ name }) => sql.identifier(name))
  const texts = list(names.map((name) => sql`t.${name}::text`))
  const typed = (part: SQL, place: number) => sql`${part}::${sql.raw(key[place]?.type ?? 'text')}`
  const isRow = (row: RowKey) =>
    sql.join(
      names.map((name, place) => sql`t.${name} = ${typed(sql`${row[place]}::text`, place)}`),
      sql` and `,
    )
  return {
    name: `${table}.${column}`,
    standing,
    look: async (after, atOnce) => {
      const behind = after
        ? sql`(${list(names.map((name) => sql`t.${name}`))}) > (${list(after.map((part, place) => typed(sql`${part}::text`, place)))})`
        : sql`true`
      // Where most rows have nothing sealed, the next thousand that have may lie far behind.
      const { rows } = await patientDatabase().execute<{ key: string[]; head: string }>(sql`
        select array[${texts}] as key, encode(substring(t.${value} from 1 for 16), 'hex') as head
        from ${from} t where t.${value} is not null and ${behind}
        order by ${list(names.map((name) => sql`t.${name}`))} limit ${atOnce}`)
      return rows.map(({ key, head }) => ({ key, version: versionOf(head) }))
    },
    take: async (keys) => {
      if (keys.length === 0) return []
      const wanted = names.map((_, place) => sql`${textArray(keys.map((row) => row[place] ?? ''))}::text[]`)
      const same = names.map((name, place) => sql`t.${name} = ${typed(sql.raw(`k.k${place}`), place)}`)
      const { rows } = await database().execute<{ key: string[]; sealed: Buffer }>(sql`
        select array[${texts}] as key, t.${value} as sealed
        from unnest(${list(wanted)}) as k (${sql.raw(names.map((_, place) => `k${place}`).join(', '))})
        join ${from} t on ${sql.join(same, sql` and `)} where t.${value} is not null`)
      return rows.map((row) => ({ ...row, field }))
    },
    swap: async ({ key: row, sealed }, next) => {
      const { rowCount } = await database().execute(
        sql`update ${from} t set ${value} = ${next} where ${isRow(row)} and t.${value} = ${sealed}`,
      )
      return rowCount === 1
    },
  }
}

const list = (parts: readonly SQL[]) => sql.join([...parts], sql`, `)

/** As PostgreSQL reads an array of texts. */
function textArray(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
}
