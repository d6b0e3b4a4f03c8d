import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { SEALED_COLUMNS } from '@/db/sealed-columns'
import { brand } from '@/lib/brand'
import { belongingsOf, keysOf } from '@/lib/privacy/belongings'
import type { VaultKey } from '@/lib/vault/vault-key'
import type { Mark } from './search'

const LENGTH_MIN = 7

/** What tells nothing of anybody, or is a pseudonym that stands in the clear on purpose. */
const NO_MARKS: readonly RegExp[] = [
  // Ids, alone or with their kind; hashes over a nonce, ids of passkeys and challenges.
  /^(\w+:)?[0-9a-f]{8}-[0-9a-f-]{27}$/,
  /^(staff|tpp|psu|consent|payment|authenticator):/,
  /^[\w-]{22}$|^[\w-]{32}$|^[\w-]{43}$/,
  // Times and amounts; addresses and ids of third parties; words of code.
  /^\d{4}-\d\d-\d\d/,
  /^[-+]?\d+(\.\d+)?$/,
  /^https?:/,
  /^[A-Z]{2}[A-Z0-9]*-[A-Z0-9-]+$/,
  /^[a-z]+([-_.A-Z][a-zA-Z]*)*$/,
  /^placet\//,
]

/**
 * Every text that lies sealed for a customer, opened: what must stand nowhere else. Texts that stand in the clear on purpose,
 * since they are a third party's (its names) or the bank's (its words on a page), are left out by looking them up there.
 */
export async function marksOf(psuId: string): Promise<{ marks: Mark[]; columns: string[] }> {
  const keys = await keysOf(await belongingsOf(database(), psuId))
  const known = await ofThirdParties()
  const marks = new Map<string, Mark>()
  const columns: string[] = []
  for (const { column, field, value } of await sealedValues()) {
    const opened = openBy(keys.slice(0, -1), field, value)
    if (opened === undefined) continue
    // The pieces of a copy are base64 of one archive: what is in it lies sealed elsewhere, and is sought from there.
    if (field === 'export_parts.part') continue
    for (const text of textsIn(opened)) {
      if (text.length < LENGTH_MIN || NO_MARKS.some((none) => none.test(text)) || known.has(text)) continue
      marks.set(text, marks.get(text) ?? { text, from: column })
      if (!columns.includes(column)) columns.push(column)
    }
  }
  return { marks: [...marks.values()], columns }
}

/** How many sealed values of this database the keys open that are held today, by customer's key. */
export async function countOpened(keys: readonly VaultKey[]): Promise<number> {
  return (await sealedValues()).filter(({ field, value }) => openBy(keys, field, value) !== undefined).length
}

async function sealedValues() {
  const values: { column: string; field: string; value: Buffer }[] = []
  for (const { table, column, field } of SEALED_COLUMNS) {
    const { rows } = await database().execute<{ value: Buffer }>(
      sql`select ${sql.identifier(column)} as value from ${sql.identifier(table)} where ${sql.identifier(column)} is not null`,
    )
    for (const { value } of rows) values.push({ column: `${table}.${column}`, field, value })
  }
  return values
}

function openBy(keys: readonly VaultKey[], field: string, value: Buffer): unknown {
  for (const key of keys) {
    try {
      return key.open<unknown>(field, value)
    } catch {
      // Somebody else's.
    }
  }
  return undefined
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsIn)
  return []
}

async function ofThirdParties(): Promise<Set<string>> {
  const { rows } = await database().execute<{ word: string }>(sql`
    select legal_name as word from tpps union select authority_name from tpps union select id from tpps
    union select brand from applications union select unnest(purposes) from applications
    union select purpose from consents`)
  // Words of a page that name kinds of data, as tables and third parties do, and the bank's name.
  return new Set([...rows.map(({ word }) => word), brand.name, 'Transactions', 'Balances'])
}
