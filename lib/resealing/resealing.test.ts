import { randomBytes, randomUUID } from 'node:crypto'
import { getTableColumns, getTableName, sql, type Table } from 'drizzle-orm'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { database } from '@/db/connection'
import { RETENTIONS } from '@/db/retention'
import { SEALED_COLUMNS } from '@/db/sealed-columns'
import { givenPsu } from '@/e2e/fixtures/given-consent'
import { keyIdOf } from '@/lib/consent/open-access'
import { enqueueJob } from '@/lib/outbox/enqueue-job'
import { BANK_KEY_ID, bankKey, createKey, destroyKey, INDEX_KEY_ID, vaultKey } from '@/lib/vault/vault'
import { startWorker } from '@/lib/worker/start-worker'
import { rotateDataKeys } from './rotate-data-keys'

const keys = new Client(process.env.KEYS_DATABASE_OWNER_URL)
const owner = new Client(process.env.DATABASE_OWNER_URL)
const psuIds: string[] = []
beforeAll(async () => {
  await Promise.all([keys.connect(), owner.connect()])
  await (await startWorker()).stop()
  for (let nth = 0; nth < 5; nth += 1) psuIds.push(await givenPsu(`Customer ${nth}`))
  // What else a row needs that is filled with anything does not matter here.
  await owner.query(`do $$ declare one record; begin
    for one in select conname, conrelid::regclass as name from pg_constraint
      where contype in ('c', 'f') and coninhcount = 0 and connamespace = 'public'::regnamespace and conrelid <> 0
    loop execute format('alter table %s drop constraint %I', one.name, one.conname); end loop; end $$`)
  for (const { table } of RETENTIONS) await fillUnlessThere(table)
  await database().transaction((tx) =>
    enqueueJob(
      tx,
      'tpp.end',
      { tppId: 'PSDNL-DNB-LATER' },
      { runAt: new Date('2099-01-01'), jobKey: 'later' },
    ),
  )
})
afterAll(() => Promise.all([keys.end(), owner.end()]))

/** As an instance that has just started: it holds no key of before. */
async function freshInstance() {
  vi.resetModules()
  const [{ resealRows }, { endVersions }, { countSeals }, vault, { openJob }] = await Promise.all([
    import('./reseal-rows'),
    import('./end-versions'),
    import('./count-seals'),
    import('@/lib/vault/vault'),
    import('@/lib/outbox/enqueue-job'),
  ])
  return { resealRows, endVersions, countSeals, openJob, ...vault }
}

/** So many days later, for the vault. */
const days = (count: number) =>
  keys.query(
    `update vault_keys set created_at = created_at - $1 * interval '1 day', seen_at = seen_at - $1 * interval '1 day',
       empty_since = empty_since - $1 * interval '1 day'`,
    [count],
  )

const versionsOf = async (keyId: string) => {
  const { rows } = await keys.query<{ id: string; part: string; version: number }>(
    'select id, part, version from vault_keys where key_id = $1 order by part, version',
    [keyId],
  )
  return rows
}

/** Every sealed value by its place and row, with what it says. */
async function everything(open: Awaited<ReturnType<typeof freshInstance>>) {
  const byVersion = new Map<string, string>()
  for (const { id, key_id } of (await keys.query('select id, key_id from vault_keys')).rows)
    byVersion.set(id.replaceAll('-', ''), key_id)
  const found = new Map<string, { sealed: string; says: string }>()
  for (const { table, column, field, key } of SEALED_COLUMNS) {
    const { rows } = await owner.query<{ key: string; sealed: Buffer }>(
      `select concat_ws('/', ${key.map(({ name }) => `"${name}"`).join(', ')}) as key, ${column} as sealed
       from ${table} where ${column} is not null`,
    )
    for (const row of rows) {
      const opener = await open.vaultKey(byVersion.get(row.sealed.toString('hex', 0, 16)) ?? '')
      const says = JSON.stringify(opener.open(field, row.sealed))
      found.set(`${table}.${column} ${row.key}`, { sealed: row.sealed.toString('hex'), says })
    }
  }
  return found
}

test('a value opens under the version that sealed it, and not with the mark of another in front', async () => {
  const key = await createKey('psu:marks')
  await rotateDataKeys({ named: 'marks' })
  const before = key.seal('psus.name', 'Anna')
  await days(1)
  const { vaultKey } = await freshInstance()
  const renewed = await vaultKey(key.id)
  const after = renewed.seal('psus.name', 'Anna')
  expect(renewed.isOfOneVersion(before, after)).toBe(false)
  expect([renewed.open('psus.name', before), renewed.open('psus.name', after)]).toEqual(['Anna', 'Anna'])
  const moved = Buffer.concat([after.subarray(0, 16), before.subarray(16)])
  expect(() => renewed.open('psus.name', moved)).toThrow()
})

test('a new version seals only once every instance can know it; who holds an older copy reads on, and asks anew', async () => {
  const key = await createKey('psu:held')
  await rotateDataKeys({ named: 'held' })
  const early = await (await freshInstance()).vaultKey(key.id)
  expect(early.isOfOneVersion(early.seal('x', 1), key.seal('x', 1))).toBe(true)
  await days(1)
  const sealed = (await (await freshInstance()).vaultKey(key.id)).seal('x', 'new')
  expect(() => key.open('x', sealed)).toThrow('no version that is known here')
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1_001 })
  expect((await vaultKey(key.id)).open('x', sealed)).toBe('new')
  vi.useRealTimers()
})

test('nobody seals what never changes under a key whose versions end, nor rotates what finds things', async () => {
  const key = await createKey('account:somebody')
  expect(() => key.seal('audit_events.detail', {})).toThrow('no standing part')
  expect(await rotateDataKeys({ named: 'somebody' })).toBe(1)
  const index = await versionsOf(INDEX_KEY_ID)
  expect(await rotateDataKeys({ all: true })).toBe(9)
  expect(await versionsOf(INDEX_KEY_ID)).toEqual(index)
  expect(await rotateDataKeys({ named: randomUUID() })).toBe(0)
  expect(await rotateDataKeys({ olderThanDays: 1 })).toBe(0)
})

test('of a key that is destroyed while it is rotated nothing is left', async () => {
  for (let round = 0; round < 20; round += 1) {
    const key = await createKey(`psu:race-${round}`)
    await Promise.all([
      rotateDataKeys({ named: `race-${round}` }),
      destroyKey(key.id, 'erasure'),
      rotateDataKeys({ named: `race-${round}` }),
    ])
    expect(await versionsOf(key.id)).toEqual([])
  }
})

test('everything that may change is sealed anew in steps, says the same, and nothing that never changes is touched', async () => {
  const before = await everything(await freshInstance())
  const places = new Set([...before.keys()].map((place) => place.split(' ')[0]))
  expect(
    SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`).filter((one) => !places.has(one)),
  ).toEqual([])
  await rotateDataKeys({ all: true })
  await days(1)
  const instance = await freshInstance()
  let step = await instance.resealRows({ forMillis: 0, atOnce: 2 })
  let steps = 1
  while (step.left) {
    step = await instance.resealRows({ from: JSON.parse(JSON.stringify(step.left)), forMillis: 0, atOnce: 2 })
    steps += 1
  }
  expect(step).toMatchObject({ closed: 0, left: null })
  const changing = SEALED_COLUMNS.filter(({ standing }) => !standing)
  expect(step.resealed).toBeGreaterThan(changing.length)
  expect(steps).toBeGreaterThan(SEALED_COLUMNS.length)
  const after = await everything(instance)
  for (const [place, { says }] of before) expect([place, after.get(place)?.says]).toEqual([place, says])
  for (const { table, column, standing } of SEALED_COLUMNS)
    for (const [place, { sealed }] of before)
      if (place.startsWith(`${table}.${column} `))
        expect([place, after.get(place)?.sealed === sealed]).toEqual([place, standing])
  const { rows } = await database().execute(
    sql`select payload from graphile_worker._private_jobs where key = 'later'`,
  )
  expect(await instance.openJob('tpp.end', rows[0]?.payload)).toEqual({ tppId: 'PSDNL-DNB-LATER' })
  const left = (await instance.countSeals()).filter(
    ({ standing, values }) => !standing && Object.keys(values).some((word) => word.startsWith('replaced')),
  )
  expect(left).toEqual([])
})

test('a replaced version is destroyed when nothing was under it for as long as backups are kept, and leaves a stone', async () => {
  const [psuId = ''] = psuIds
  const keyId = await keyIdOf(psuId)
  const all = await versionsOf(keyId)
  const { endVersions } = await freshInstance()
  expect((await endVersions({ backupsDays: 30 })).ended).toBe(0)
  await days(29)
  expect((await endVersions({ backupsDays: 30 })).ended).toBe(0)
  // A backup of the data is put back: what lies there again is found, and the days count anew.
  const first = all[0]?.id ?? ''
  const { rows } = await owner.query('select sealed_name from psus where id = $1', [psuId])
  const old = Buffer.concat([Buffer.from(first.replaceAll('-', ''), 'hex'), rows[0].sealed_name.subarray(16)])
  await owner.query('update psus set sealed_name = $2 where id = $1', [psuId, old])
  await days(2)
  expect((await endVersions({ backupsDays: 30 })).ended).toBeGreaterThan(5)
  expect((await versionsOf(keyId)).map(({ id }) => id)).toContain(first)
  await owner.query('update psus set sealed_name = $2 where id = $1', [psuId, rows[0].sealed_name])
  expect((await endVersions({ backupsDays: 30 })).ended).toBe(0)
  await keys.query('create table yesterday as select * from vault_keys where id = $1', [first])
  await days(31)
  expect((await endVersions({ backupsDays: 30 })).ended).toBeGreaterThan(0)
  // Of the standing ones those stay that rows of the trail are under, which were the first.
  const left = await versionsOf(keyId)
  expect(left.map(({ part }) => part)).toEqual(['changing', 'standing'])
  const ofBank = (await versionsOf(BANK_KEY_ID)).filter(({ part }) => part === 'standing')
  expect([ofBank.length, ofBank[0]?.version]).toEqual([2, 1])
  await everything(await freshInstance())
  const stone = await keys.query('select because from destroyed_keys where id = $1', [first])
  expect(stone.rows).toEqual([{ because: 'rotated' }])
  await keys.query('insert into vault_keys select * from yesterday')
  await destroyKey(first, 'rotated')
  expect(await versionsOf(keyId)).toEqual(left)
  const { rows: told } = await owner.query(
    `select distinct type from audit_events where subject = 'bank:keys' order by 1`,
  )
  expect(told).toEqual([{ type: 'bank.keys-ended' }, { type: 'bank.keys-rotated' }])
})

test('who is erased loses every version at once', async () => {
  const keyId = await keyIdOf(psuIds[1] ?? '')
  await rotateDataKeys({ named: psuIds[1] ?? '' })
  expect(await versionsOf(keyId)).toHaveLength(4)
  await destroyKey(keyId, 'erasure')
  expect(await versionsOf(keyId)).toEqual([])
  const { resealRows, vaultKey } = await freshInstance()
  await expect(vaultKey(keyId)).rejects.toThrow('no key')
  expect(await resealRows()).toMatchObject({ closed: 0, left: null })
  expect((await bankKey()).id).toBe(BANK_KEY_ID)
})

/** A row of whatever its columns may hold, with something sealed in each sealed one. */
async function fillUnlessThere(table: Table): Promise<void> {
  const name = getTableName(table)
  const columns = SEALED_COLUMNS.filter((one) => one.table === name)
  const key = await bankKey()
  for (const { column, field } of columns) {
    const { rowCount } = await owner.query(`select from ${name} where ${column} is not null limit 1`)
    if (rowCount !== 0) continue
    const wanted = Object.entries(getTableColumns(table)).filter(
      ([, { hasDefault, generatedIdentity }]) => !hasDefault && !generatedIdentity,
    )
    const entries = wanted.map(([own, definition]) => {
      if (own === camel(column)) return [own, key.seal(field, { filled: column })] as const
      if (own.startsWith('sealed') && definition.notNull)
        return [own, key.seal(columns.find((one) => camel(one.column) === own)?.field ?? '', {})] as const
      if (!definition.notNull) return [own, null] as const
      return [own, sampleOf(definition.getSQLType(), definition.enumValues)] as const
    })
    await database().insert(table).values(Object.fromEntries(entries))
  }
}

const camel = (column: string) => column.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase())

function sampleOf(type: string, words: readonly string[] | undefined): unknown {
  if (type.endsWith('[]')) return []
  if (type.startsWith('timestamp')) return sql`now()`
  if (type === 'uuid') return randomUUID()
  if (type === 'date') return '2026-01-02'
  if (type === 'jsonb') return {}
  if (type === 'boolean') return false
  if (type === 'bytea') return randomBytes(8)
  if (type === 'text') return words?.[0] ?? randomUUID()
  return 1
}
