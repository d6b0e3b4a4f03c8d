import { randomBytes, randomUUID } from 'node:crypto'
import { getTableColumns, getTableName, sql, type Table } from 'drizzle-orm'
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import { beforeAll, expect, test } from 'vitest'
import { type Database, database, keysDatabase } from '@/db/connection'
import { RETENTIONS } from '@/db/retention'
import { exports } from '@/db/schema/exports'
import { seedSandbox } from '@/db/seed'
import { PERSONAS } from '@/db/seed/personas'
import { copyOf, unpacked } from '@/e2e/fixtures/copy-of'
import { givenSharedWords, SEALED_FOR_OTHER } from '@/e2e/fixtures/shared-words'
import { now } from '@/lib/clock'
import { bankKey, vaultKeysById } from '@/lib/vault/vault'
import type { VaultKey } from '@/lib/vault/vault-key'
import { NOT_OF_A_PERSON, OWNERSHIP } from './ownership'

const MAJA = PERSONAS.maja.id
const SAM = PERSONAS.sam.id

/** What a copy may leave out, column by column; anything else that it lacks fails. Nothing sealed is among them. */
const LEFT_OUT = new Set([
  'vault_keys.wrapped',
  'activation_codes.code_hash',
  'recovery_codes.code_hash',
  'recovery_codes.salt',
  'sessions.token_hash',
  'authorisations.confirmation_hash',
  'oauth_records.id',
  'idempotent_answers.content',
  'interactions.state',
  'ledger_accounts.iban_index',
  'ledger_accounts.pan_index',
])

const personal = RETENTIONS.filter(({ keepings }) => keepings.some((one) => one.personal))
const TABLES = personal.map(({ table }) => table).filter((table) => OWNERSHIP[getTableName(table)])
const placeOf = (table: Table): Database =>
  getTableName(table) === 'vault_keys' ? keysDatabase() : database()

let canaries: string[] = []
let keys: VaultKey[] = []
let mine: Ids
let staffId: string
let held: Map<string, Row[]>

beforeAll(async () => {
  await seedSandbox({ now: await now() })
  mine = await idsOf(MAJA)
  const found = await vaultKeysById([...mine.keys])
  keys = [...found.flatMap((key) => key ?? []), await bankKey()]
  for (const table of TABLES)
    if (table !== exports && (await heldIn(table)).length === 0) canaries = canaries.concat(await fill(table))
  staffId = (await givenSharedWords(MAJA, SAM)).staffId
  held = new Map()
  for (const table of TABLES) held.set(getTableName(table), await heldIn(table))
})

test('each table with data of customers says how its rows belong to a person, or why to nobody', () => {
  const silent = personal
    .filter(({ keepings }) => keepings.some(({ whose, personal }) => personal && whose !== 'bank'))
    .map(({ table }) => getTableName(table))
    .filter((name) => !/^developer/.test(name) && !OWNERSHIP[name] && !NOT_OF_A_PERSON[name])
  expect(silent).toEqual([])
  const known = new Set(RETENTIONS.map(({ table }) => getTableName(table)))
  expect(Object.keys({ ...OWNERSHIP, ...NOT_OF_A_PERSON }).filter((name) => !known.has(name))).toEqual([])
})

test('the copy of a seeded customer lacks nothing that the database holds about them', async () => {
  const files = unpacked(await copyOf(MAJA))
  const lacking: string[] = []
  let opened = 0
  for (const table of TABLES) {
    const name = getTableName(table)
    const rows = held.get(name) ?? []
    if (table !== exports) expect(rows.length, name).toBeGreaterThan(0)
    const { rows: copied } = JSON.parse(files.get(`data/${name}.json`) ?? '{"rows":[]}') as { rows: Row[] }
    const key = keyOf(table)
    const byKey = Map.groupBy(copied, (copy) => key(copy))
    for (const row of rows) {
      const whole = openRow(table, row)
      opened += Object.keys(row).filter((column) => column.startsWith('sealed_') && row[column]).length
      const candidates = byKey.get(key(row, 'database')) ?? []
      if (!candidates.some((copy) => faults(name, whole, copy).length === 0))
        lacking.push(`${name}: ${nearest(name, whole, candidates)}`)
    }
  }
  expect([...new Set(lacking)]).toEqual([])
  expect(opened).toBeGreaterThan(300)
  const everything = [...files.values()].join('\n')
  expect(canaries.length).toBeGreaterThan(5)
  expect(canaries.filter((canary) => !everything.includes(canary))).toEqual([])
})

test('it tells nothing of the other holder that the pages do not: no id, no passkey, no words sealed for them', async () => {
  const files = unpacked(await copyOf(MAJA))
  const everything = [...files.values()].join('\n')
  expect(everything).not.toContain(SAM)
  const hers = await idsOf(MAJA)
  const his = await idsOf(SAM)
  for (const account of his.accounts)
    if (!hers.accounts.has(account)) expect(everything).not.toContain(account)
  for (const consent of his.consents)
    if (!hers.consents.has(consent) && !hers.given.has(consent)) expect(everything).not.toContain(consent)
  for (const foreign of [SEALED_FOR_OTHER, staffId, `passkey-of-${SAM}`])
    expect(everything).not.toContain(foreign)
  const { rows } = JSON.parse(files.get('data/audit_events.json') ?? '') as { rows: Row[] }
  const actors = new Set(rows.map(({ actor }) => actor))
  expect(actors.has('another holder') && actors.has('staff of the bank')).toBe(true)
  expect(everything).toContain('A call of the customer')
})

/** Found without the annotations: by the ids that hang on the person, and by what their keys open. */
async function heldIn(table: Table): Promise<Row[]> {
  const { rows } = await placeOf(table).transaction(async (tx) => {
    await tx.execute(sql`set local timezone = 'UTC'`)
    return tx.execute<Row>(sql`select * from ${sql.identifier(getTableName(table))}`)
  })
  return rows.filter((row) => isMine(getTableName(table), row))
}

function isMine(name: string, row: Row): boolean {
  const { psu_id: psu, consent_id: consent, account_id: account } = row
  if (psu === MAJA || row.ended_by === MAJA || row.actor === `psu:${MAJA}`) return true
  if (opensByOwn(name, row)) return true
  if (name === 'psus') return row.id === MAJA
  if (name === 'vault_keys') return mine.keys.has(String(row.key_id))
  if (typeof psu === 'string') return false
  if (name === 'consents') return mine.given.has(String(row.id))
  if (name === 'erasure_bookings') return mine.erasures.has(String(row.erasure_id))
  if (name.startsWith('ledger_')) return mine.accounts.has(String(account ?? row.id))
  return [consent, row.resource_id].some((id) => mine.consents.has(String(id)))
}

/** The bank's key opens what is anybody's. */
function opensByOwn(name: string, row: Row): boolean {
  return Object.entries(row).some(([column, value]) => {
    if (!column.startsWith('sealed_') || !Buffer.isBuffer(value)) return false
    return openBy(keys.slice(0, -1), `${name}.${column.slice(7)}`, value) !== undefined
  })
}

function openRow(table: Table, row: Row): Row {
  const name = getTableName(table)
  return Object.fromEntries(
    Object.keys(getTableColumns(table)).map((key) => {
      const column = snake(key)
      const value = row[column]
      if (value === undefined) throw new Error(`${name} has no ${column}`)
      if (!Buffer.isBuffer(value)) return [key, value]
      if (!key.startsWith('sealed')) return [key, value.toString('base64url')]
      const words = openBy(keys, `${name}.${column.slice(7)}`, value)
      return [key, words === undefined ? CLOSED : words]
    }),
  )
}

function openBy(by: readonly VaultKey[], field: string, value: Buffer): unknown {
  for (const key of by)
    try {
      return key.open(field, value)
    } catch {}
  return undefined
}

/** The columns in which a copy does not say what the row says. */
function faults(name: string, row: Row, copy: Row): string[] {
  return Object.keys(row).filter((key) => {
    const column = `${name}.${snake(key)}`
    const said = copy[key]
    if (LEFT_OUT.has(column) && row[key] !== null)
      return JSON.stringify(said)?.startsWith('{"withheld":') !== true
    if (row[key] === CLOSED) return JSON.stringify(said) !== '{"withheld":"other-holder"}'
    return !says(said, row[key])
  })
}

function says(said: unknown, value: unknown): boolean {
  if (said === 'another holder') return typeof value === 'string' && new RegExp(`^(psu:)?${SAM}$`).test(value)
  if (said === 'staff of the bank') return typeof value === 'string' && value.startsWith('staff:')
  if (Array.isArray(value))
    return Array.isArray(said) && said.length === value.length && value.every((one, i) => says(said[i], one))
  if (value !== null && typeof value === 'object')
    return (
      said !== null &&
      typeof said === 'object' &&
      Object.entries(value).every(([key, inner]) =>
        says(Object.entries(said).find(([k]) => k === key)?.[1], inner),
      )
    )
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d \d\d:.*\+00$/.test(value))
    return said === value.replace(' ', 'T').replace('+00', 'Z')
  return said === value
}

const nearest = (name: string, row: Row, copies: readonly Row[]) =>
  copies.map((copy) => faults(name, row, copy)).sort((a, b) => a.length - b.length)[0] ?? 'no row'

/** What finds the copy of a row: its primary key, as far as a copy tells it. */
function keyOf(table: Table): (row: Row, of?: 'database') => string {
  const { columns, primaryKeys } = getTableConfig(table as PgTable)
  const names = [...columns.filter(({ primary }) => primary), ...primaryKeys.flatMap((one) => one.columns)]
    .map(({ name }) => name)
    .filter((key) => !LEFT_OUT.has(`${getTableName(table)}.${snake(key)}`))
  return (row, of) => {
    const values = names.map((key) => String(of ? row[snake(key)] : row[key]))
    return values
      .map((value) =>
        /^\d{4}-\d\d-\d\d \d/.test(value) ? value.replace(' ', 'T').replace('+00', 'Z') : value,
      )
      .join()
  }
}

const snake = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** A row of this table for the customer, of whatever its columns may hold, with a word in each sealed one. */
async function fill(table: Table): Promise<string[]> {
  const name = getTableName(table)
  const words: string[] = []
  const [own] = name === 'idempotent_answers' ? keys.slice(-1) : keys
  const entries = Object.entries(getTableColumns(table)).map(([key, column]) => {
    if (key.startsWith('sealed')) {
      const word = `canary-${randomUUID()}`
      words.push(word)
      return [key, own?.seal(`${name}.${snake(key).slice(7)}`, { word })] as const
    }
    if (key === 'psuId') return [key, MAJA] as const
    if (key === 'consentId') return [key, [...mine.consents][0]] as const
    if (key === 'accountId') return [key, [...mine.accounts][0]] as const
    if (key === 'paymentId') return [key, [...mine.payments][0]] as const
    if (key === 'erasureId') return [key, [...mine.erasures][0]] as const
    if (!column.notNull) return [key, null] as const
    return [key, sampleOf(column.getSQLType(), column.enumValues)] as const
  })
  await placeOf(table)
    .insert(table)
    .values(Object.fromEntries(entries.filter(([key]) => key !== 'sequence' || name !== 'outbox')))
  if (name === 'erasures' || name === 'payments') mine = await idsOf(MAJA)
  return words
}

function sampleOf(type: string, words: readonly string[] | undefined): unknown {
  if (type.endsWith('[]')) return []
  if (type.startsWith('timestamp')) return new Date('2026-01-02T03:04:05.678Z')
  if (type === 'uuid') return randomUUID()
  if (type === 'date') return '2026-01-02'
  if (type === 'jsonb') return {}
  if (type === 'boolean') return false
  if (type === 'bytea') return randomBytes(8)
  if (type === 'text') return words?.[0] ?? randomUUID()
  return 1
}

async function idsOf(psuId: string): Promise<Ids> {
  const list = async (query: ReturnType<typeof sql>) =>
    new Set((await database().execute<{ id: string }>(query)).rows.map(({ id }) => id))
  const of = sql`psu_id = ${psuId}`
  const accounts = await list(sql`select account_id as id from ledger_holders where ${of}`)
  const own = await list(sql`select key_id as id from psus where id = ${psuId}
    union select key_id from ledger_accounts where id in (select account_id from ledger_holders where ${of})`)
  return {
    keys: own,
    accounts,
    consents: await list(sql`select id from consents where ${of}`),
    given: await list(
      sql`select resource_id as id from authorisations where ${of} and sca_status = 'finalised'`,
    ),
    erasures: await list(sql`select id from erasures where ${of}`),
    payments: await list(sql`select id from payments where ${of}`),
  }
}

const CLOSED = Symbol('sealed for somebody else')
type Row = Record<string, unknown>
type Ids = Record<'keys' | 'accounts' | 'consents' | 'given' | 'erasures' | 'payments', ReadonlySet<string>>
