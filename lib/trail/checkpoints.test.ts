import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { givenRows } from '@/e2e/fixtures/given-trail'
import { GrowingTree, hashOfLeaf, isExtension, isIncluded } from '@/scripts/audit-verify/merkle'
import { readCheckpoint, readKeys } from '@/scripts/audit-verify/note'
import { publishedCheckpointKeys } from './checkpoint-keys'
import { lastCheckpoint, makeCheckpoint } from './make-checkpoint'
import { proveExtension, proveRows } from './prove'
import { rotateCheckpointKey } from './rotate-checkpoint-key'
import { entriesOf } from './stored-tree'

const leaves = async () => {
  const { rows } = await database().execute<{ seq: number; id: string }>(
    sql`select seq::int as seq, row_id as id from audit_leaves order by seq`,
  )
  return rows
}
const placeOf = async (id: string) => (await leaves()).filter((leaf) => leaf.id === id).map(({ seq }) => seq)
const taken = async () => (await makeCheckpoint()) ?? expect.unreachable('no checkpoint')

/** A connection of its own, with a row that is written and not committed. */
async function givenOpenRow() {
  const client = new Client(process.env.DATABASE_URL)
  await client.connect()
  const id = randomUUID()
  await client.query('begin')
  await client.query(
    `insert into audit_events (id, at, type, schema_version, actor, subject, detail)
     values ($1, now(), 'consent.revoked', 1, 'system', 'consent:x', '{}')`,
    [id],
  )
  return { id, client }
}

test('a row that commits after others that began later is taken by the next checkpoint, once', async () => {
  const { id, client } = await givenOpenRow()
  const [quick = ''] = await givenRows(1)
  const before = await taken()
  expect(await placeOf(quick)).toHaveLength(1)
  expect(await placeOf(id)).toEqual([])
  await givenRows(3)
  await taken()
  await client.query('commit')
  await client.end()
  const after = await taken()
  expect(await placeOf(id)).toEqual([after.size - 1])
  expect(after.size).toBeGreaterThan(before.size)
  expect(await makeCheckpoint()).toEqual(after)
})

test('a row that is rolled back is never in the tree, and a savepoint changes nothing', async () => {
  const { id: gone, client } = await givenOpenRow()
  await client.query('rollback')
  await client.query('begin; savepoint one')
  const id = randomUUID()
  await client.query(
    `insert into audit_events (id, at, type, schema_version, actor, subject, detail)
     values ('${id}', now(), 'consent.revoked', 1, 'system', 'consent:x', '{}')`,
  )
  await client.query('release one')
  await givenRows(1)
  await taken()
  await client.query('commit')
  await client.end()
  await taken()
  expect(await placeOf(gone)).toEqual([])
  expect(await placeOf(id)).toHaveLength(1)
})

test('several at once take each row once, without a gap', async () => {
  const write = async () => givenRows(40)
  await Promise.all([
    write(),
    makeCheckpoint(),
    write(),
    makeCheckpoint(),
    makeCheckpoint(),
    write(),
    makeCheckpoint(),
  ])
  const { size } = await taken()
  const all = await leaves()
  expect(all.map(({ seq }) => seq)).toEqual(Array.from({ length: size }, (_, index) => index))
  const { rows } = await database().execute<{ rows: number }>(
    sql`select ((select count(*) from audit_events) + (select count(*) from access_log))::int as rows`,
  )
  expect(rows[0]?.rows).toBe(size)
})

test('a database that counts its transactions anew, as one from a dump does, leaves out nothing', async () => {
  await taken()
  const owner = new Client(process.env.DATABASE_OWNER_URL)
  await owner.connect()
  await owner.query('alter table audit_checkpoints disable trigger user')
  await owner.query('update audit_checkpoints set horizon = 4000000000000')
  await owner.end()
  const [id = ''] = await givenRows(1)
  await taken()
  expect(await placeOf(id)).toHaveLength(1)
})

test('nobody who writes waits for a checkpoint that is being made', async () => {
  const client = new Client(process.env.DATABASE_OWNER_URL)
  await client.connect()
  await client.query('begin')
  // All that one could hold, and more.
  await client.query('select pg_advisory_xact_lock(4815162346)')
  await client.query('lock table audit_leaves, audit_nodes, audit_checkpoints, checkpoint_keys')
  expect(await givenRows(3)).toHaveLength(3)
  await client.query('rollback')
  await client.end()
})

test('what is proved holds against what was signed, across a rotation of the key', async () => {
  const [id = ''] = await givenRows(300)
  const first = await taken()
  expect((await rotateCheckpointKey({ publishedSeconds: 0 })).did).toBe('published')
  expect((await rotateCheckpointKey({ publishedSeconds: 0 })).did).toBe('signs')
  await givenRows(20)
  const second = await taken()
  const keys = readKeys(JSON.stringify(await publishedCheckpointKeys()))
  expect(keys).toHaveLength(2)
  for (const { note, root, size } of [first, second])
    expect(readCheckpoint(note, keys)).toMatchObject({ root, size })
  expect(readCheckpoint(first.note.replace(`\n${first.size}\n`, `\n${first.size + 1}\n`), keys)).toBeNull()

  const [proof] = await proveRows([id])
  if (!proof) expect.unreachable('no proof')
  const asked = { leaf: hashOfLeaf(proof.entry), index: proof.leaf, size: second.size, root: second.root }
  const steps = (list: readonly string[]) => list.map((hash) => Buffer.from(hash, 'base64'))
  expect(isIncluded({ ...asked, proof: steps(proof.inclusion) })).toBe(true)
  expect(proof.checkpoint).toBe(second.note)
  const extension = await proveExtension(first.size, second.size)
  const between = { first: first.size, firstRoot: first.root, second: second.size, secondRoot: second.root }
  expect(isExtension({ ...between, proof: steps(extension?.consistency ?? []) })).toBe(true)
  expect(await proveExtension(first.size, second.size + 1)).toBeNull()
  expect(await proveRows([randomUUID()])).toEqual([])

  const tree = new GrowingTree()
  for (const entry of await entriesOf(database(), 0, second.size)) tree.add(entry)
  expect(tree.root()).toEqual((await lastCheckpoint())?.root)
})
