import { getTableColumns, getTableName } from 'drizzle-orm'
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import { GRANTS } from './grants'
import { RETENTIONS } from './retention'

/** Whose values are sealed under another name than their column's: one piece of code writes the tables of both realms. */
const FIELD_OF: Record<string, string> = {
  'staff_passkeys.sealed_name': 'realm_passkeys.name',
  'developer_passkeys.sealed_name': 'realm_passkeys.name',
  'staff_sessions.sealed_user_agent': 'realm_sessions.user_agent',
  'developer_sessions.sealed_user_agent': 'realm_sessions.user_agent',
}

/**
 * Every sealed column of the main database, from the schema itself: what looks for sealed values, seals them anew or counts them
 * walks this list, so that a new column is in it as soon as it exists. Sealed values elsewhere are the payloads of jobs alone.
 */
export const SEALED_COLUMNS: readonly SealedColumn[] = RETENTIONS.flatMap(({ table }) => {
  const name = getTableName(table)
  return Object.keys(getTableColumns(table))
    .filter((key) => key.startsWith('sealed'))
    .map((key) => {
      const column = snake(key)
      return {
        table: name,
        column,
        field: FIELD_OF[`${name}.${column}`] ?? `${name}.${column.slice('sealed_'.length)}`,
        key: primaryKeyOf(table as PgTable),
        standing: !mayUpdate(name),
      }
    })
})

function primaryKeyOf(table: PgTable): KeyColumn[] {
  const { columns, primaryKeys } = getTableConfig(table)
  const names = [
    ...columns.filter(({ primary }) => primary),
    ...primaryKeys.flatMap((one) => one.columns),
  ].map(({ name }) => name)
  // The columns of a key over several know no type.
  return names.flatMap((name) => {
    const column = columns.find((one) => one.name === name)
    return column ? [{ name: snake(name), type: column.getSQLType() }] : []
  })
}

function mayUpdate(table: string): boolean {
  return Object.entries(GRANTS.main).some(
    ([rights, tables]) => rights.includes('update') && (tables as readonly string[]).includes(table),
  )
}

function snake(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** `field` is what the vault binds its values to. `standing`: the application may not change its rows, so what is sealed stays. */
export type SealedColumn = {
  table: string
  column: string
  field: string
  key: readonly KeyColumn[]
  standing: boolean
}
type KeyColumn = { name: string; type: string }
