import { getTableColumns, getTableName, type Table } from 'drizzle-orm'
import type { VaultKey } from '@/lib/vault/vault-key'
import type { Belongings } from './belongings'
import type { Owned, WithheldReason } from './ownership'

/**
 * Turns a row as the database gives it into what its person may read: sealed columns opened, bytes in base64url, other holders
 * and staff without their ids, and a reason where a value is not given. Throws where something sealed does not open, unless it
 * may be another holder's: a copy that lacks something must not look complete.
 */
export function plainRows({ table, owned, keys, belongings }: PlainRows): (row: DatabaseRow) => PlainRow {
  const name = getTableName(table)
  const columns = Object.keys(getTableColumns(table)).map((key) => ({ key, column: columnOf(key) }))
  const masked = withoutOthers(belongings)
  const openOne = (row: DatabaseRow, field: string, value: Buffer) =>
    opened({ field, value, keys, mayBeAnothers: owned.shared === true && row.psu_id !== belongings.psuId })
  return (row) => {
    const plain: PlainRow = {}
    for (const { key, column } of columns) {
      const value = row[column]
      const reason = owned.withheld?.[key]
      if (reason && value !== null) plain[key] = withheld(reason)
      else if (key.startsWith('sealed') && Buffer.isBuffer(value))
        plain[key] = masked(openOne(row, `${name}.${columnOf(unsealed(key))}`, value))
      else if (Buffer.isBuffer(value)) plain[key] = value.toString('base64url')
      else plain[key] = masked(value)
    }
    return plain
  }
}

/** The name of a column in the database. */
export const columnOf = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

function opened({ field, value, keys, mayBeAnothers }: Sealed): unknown {
  for (const key of keys) {
    try {
      return key.open<unknown>(field, value)
    } catch {
      // Sealed under another of them: which one it was stands nowhere in the row.
    }
  }
  if (mayBeAnothers) return withheld('other-holder')
  throw new Error(`${field} of this customer does not open`)
}

const unsealed = (key: string) =>
  key.replace(/^sealed/, '').replace(/^[A-Z]/, (letter) => letter.toLowerCase())

const withheld = (reason: WithheldReason) => ({ withheld: reason })

/** A person's copy shows that somebody else acted, not who: neither ids of other holders nor of staff. */
function withoutOthers({ otherIds }: Belongings): (value: unknown) => unknown {
  const mask = (value: unknown): unknown => {
    if (typeof value === 'string') return maskText(value)
    if (Array.isArray(value)) return value.map(mask)
    if (value !== null && typeof value === 'object')
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mask(inner)]))
    return value
  }
  const maskText = (text: string): string => {
    if (INSTANT.test(text)) return text.replace(' ', 'T').replace('+00', 'Z')
    if (/^staff:/.test(text)) return 'staff of the bank'
    const id = text.replace(/^psu:/, '')
    return otherIds.has(id) ? 'another holder' : text
  }
  return mask
}

/** As PostgreSQL writes one in a session whose zone is UTC. */
const INSTANT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00$/

type PlainRows = {
  table: Table
  owned: Owned
  keys: readonly VaultKey[]
  belongings: Belongings
}
type Sealed = { field: string; value: Buffer; keys: readonly VaultKey[]; mayBeAnothers: boolean }
type DatabaseRow = Record<string, unknown>
export type PlainRow = Record<string, unknown>
