import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { auditCheckpoints } from '@/db/schema/audit-tree'
import { givenOwner, givenRows } from '@/e2e/fixtures/given-trail'
import { loadCheckpointKey, publishedCheckpointKeys, trailOrigin } from '@/lib/trail/checkpoint-keys'
import { folderWitness } from '@/lib/trail/folder-witness'
import { makeCheckpoint } from '@/lib/trail/make-checkpoint'
import { rootOf } from '@/lib/trail/merkle'
import { signNote } from '@/lib/trail/signed-note'
import { keepNodes, storedTree } from '@/lib/trail/stored-tree'
import { tellWitnesses } from '@/lib/trail/tell-witnesses'
import { writeExport } from '@/lib/trail/write-export'
import { judgeExport } from './judge-export'
import { readKeys } from './note'

// The attacker owns the database, whose triggers say nothing any more, and signs with the bank's own key. The witness's file
// alone is out of reach.
const folder = await mkdtemp(join(tmpdir(), 'placet-witness-'))
const witness = folderWitness(folder, trailOrigin())
const file = join(folder, `${trailOrigin().replace(/[^a-z0-9.-]/gi, '_')}.jsonl`)
const owner = await givenOwner()

const early = await givenRows(280, 120)
await makeCheckpoint()
await tellWitnesses([witness])
await owner.keep('yesterday')
const late = await givenRows(60)
await makeCheckpoint()
await tellWitnesses([witness])
await owner.keep('today')
const rows = [...early, ...late]
const SOME = 138

afterEach(() => owner.restore('today'))
afterAll(async () => {
  await owner.end()
  await rm(folder, { recursive: true })
})

const ownKeys = readKeys(JSON.stringify(await publishedCheckpointKeys()))
const judge = async (keys = ownKeys, keptYears = 5) => {
  await writeExport(join(folder, 'export'))
  return judgeExport({ folder: join(folder, 'export'), witness: file, keys, lateMinutes: 10, keptYears })
}
const found = async () => (await judge()).found
/** What is found in an export that was changed on its way. */
const foundIn = async (name: 'trail.jsonl' | 'checkpoints.jsonl', change: (text: string) => string) => {
  const at = join(folder, 'export')
  await writeExport(at)
  await writeFile(join(at, name), change(await readFile(join(at, name), 'utf8')))
  return (await judgeExport({ folder: at, witness: file, keys: ownKeys, lateMinutes: 10, keptYears: 5 }))
    .found
}
const rowAt = (place: number) => {
  const id = rows[place] ?? expect.unreachable('no such row')
  return { id, row: `${tableAt(place)} ${id}` }
}
const tableAt = (place: number) => {
  const within = place < early.length ? place : place - early.length
  return within % 3 === 2 ? 'access_log' : 'audit_events'
}

/** Leaves as they stand are given nodes, a root and the bank's signature. */
const signAgain = () =>
  database().transaction(async (tx) => {
    const { rows: counted } = await tx.execute<{ size: number }>(
      sql`select count(*)::int as size from audit_leaves`,
    )
    const size = counted[0]?.size ?? 0
    await keepNodes(tx, 0, size)
    const root = await rootOf(storedTree(tx), size)
    const at = new Date().toISOString()
    const note = signNote({ origin: trailOrigin(), size, root, at, ...(await loadCheckpointKey(tx)) })
    await tx.insert(auditCheckpoints).values({ size, root, at: sql`now()`, note, horizon: 0 })
  })

/** The tree is made anew from the rows that there are now, and signed. */
const makeAnew = async () => {
  await owner.forgetTree()
  await makeCheckpoint()
}

test('a trail that nobody touched is as it was, and so is one whose newest rows no witness has seen', async () => {
  expect(await judge()).toMatchObject({ found: null, rows: 340, witnessed: 340 })
  await givenRows(5)
  await makeCheckpoint()
  expect(await judge()).toMatchObject({ found: null, rows: 345, witnessed: 340 })
})

for (const [how, cover] of [
  ['as it is', async () => undefined],
  ['with a tree made anew and signed by the bank', makeAnew],
] as const) {
  test(`an altered row is named, ${how}`, async () => {
    const { id, row } = rowAt(SOME)
    await owner.run(`update audit_events set detail = '{"accounts": 3, "rate": 1.50}' where id = $1`, [id])
    await cover()
    expect(await found()).toMatchObject({ what: 'ALTERED', place: SOME, row })
  })

  test(`an altered octet of what is sealed is named, ${how}`, async () => {
    const { id, row } = rowAt(SOME + 2)
    await owner.run(`update access_log set sealed_psu_address = '\\x00ff11' where call_id = $1`, [id])
    await cover()
    expect(await found()).toMatchObject({ what: 'ALTERED', place: SOME + 2, row })
  })

  test(`a removed row is named, ${how}`, async () => {
    const { id, row } = rowAt(SOME)
    await owner.run('delete from audit_events where id = $1', [id])
    await cover()
    expect(await found()).toMatchObject({ what: 'REMOVED', place: SOME, row })
  })

  test(`the content of two rows exchanged is named at the first, ${how}`, async () => {
    const { id, row } = rowAt(SOME)
    const { id: other } = rowAt(SOME + 1)
    await owner.run(
      `update audit_events e set actor = o.actor from audit_events o where e.id in ($1, $2) and o.id in ($1, $2) and o.id <> e.id`,
      [id, other],
    )
    await cover()
    expect(await found()).toMatchObject({ what: 'ALTERED', place: SOME, row })
  })
}

const forge = async (at: string, writtenIn = 'default') => {
  const id = randomUUID()
  await owner.run(`insert into audit_events (id, at, type, schema_version, actor, subject, detail, written_in)
    values ('${id}', ${at}, 'consent.approved', 1, 'system', 'consent:x', '{}', ${writtenIn})`)
  return `audit_events ${id}`
}

test('a row put between others is named, with a tree made anew and signed by the bank', async () => {
  const row = await forge(
    `(select at + interval '1 millisecond' from audit_events where id = '${rowAt(SOME).id}')`,
  )
  await makeAnew()
  expect(await found()).toMatchObject({ what: 'INSERTED', place: SOME + 1, row })
})

test('a row dated back is named when it comes into the tree, and when it is kept out of it', async () => {
  const inTree = await forge(`now() - interval '3 days'`)
  await makeCheckpoint()
  expect(await found()).toMatchObject({ what: 'INSERTED', place: 340, row: inTree })
  await owner.restore('today')
  const outside = await forge(`now() - interval '3 days'`, '0')
  await makeCheckpoint()
  expect(await found()).toMatchObject({ what: 'INSERTED', place: null, row: outside })
})

test('two rows that change places are named at the first, signed by the bank', async () => {
  const exchanged = `case seq when ${SOME} then ${SOME + 30} else ${SOME} end`
  await owner.run(`create temp table two as select * from audit_leaves where seq in (${SOME}, ${SOME + 30})`)
  await owner.run('delete from audit_leaves where seq in (select seq from two)')
  await owner.run(`insert into audit_leaves select ${exchanged}, source, row_id, at, row_hash from two`)
  await owner.forgetTree('audit_nodes', 'audit_checkpoints')
  await signAgain()
  expect(await found()).toMatchObject({ what: 'REORDERED', place: SOME, row: rowAt(SOME).row })
})

test("yesterday's database is named at the first row it lacks, and its witness takes nothing more of it", async () => {
  await owner.restore('yesterday')
  const before = await readFile(file)
  expect(await found()).toMatchObject({ what: 'ROLLED BACK', place: 280, row: rowAt(280).row })
  expect(await tellWitnesses([witness])).toEqual(['folder'])
  await owner.run('delete from audit_checkpoints')
  await owner.run('insert into audit_checkpoints select * from today_audit_checkpoints')
  expect(await found()).toMatchObject({ what: 'ROLLED BACK', place: 280, row: rowAt(280).row })
  expect(await readFile(file)).toEqual(before)
})

test('a history that goes on otherwise from yesterday is named where it leaves the first', async () => {
  await owner.restore('yesterday')
  await givenRows(70)
  await makeCheckpoint()
  expect(await found()).toMatchObject({ what: 'FORKED', place: 280, row: rowAt(280).row })
  expect(await tellWitnesses([witness])).toEqual(['folder'])
})

test('rows whose time to be kept is over may be gone, and the tree still verifies; they may not be altered', async () => {
  await owner.run('delete from access_log')
  expect(await judge(ownKeys, 0)).toMatchObject({ found: null, rows: 340 })
  await owner.run(`update audit_events set type = 'consent.revoked' where id = $1`, [rowAt(SOME).id])
  expect((await judge(ownKeys, 0)).found).toMatchObject({ what: 'ALTERED', place: SOME })
})

test('rows behind the last checkpoint, which nobody has signed, are named at the first; so is a trail without any', async () => {
  const id = randomUUID()
  const at = new Date().toISOString().replace('Z', '000Z')
  const row = JSON.stringify({ form: 'audit_events/1', id, at })
  const entry = `audit_events/1 ${id} ${at} ${createHash('sha256').update(row).digest('hex')}`
  const forged = `${JSON.stringify({ seq: 340, entry, row })}\n`
  expect(await foundIn('trail.jsonl', (text) => text + forged)).toMatchObject({
    what: 'NOT SIGNED',
    place: 340,
    row: `audit_events ${id}`,
  })
  expect(await foundIn('checkpoints.jsonl', () => '')).toMatchObject({ what: 'NOT SIGNED', place: 0 })
})

test('a checkpoint that another key signed counts for nothing', async () => {
  const jwk = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })
  const keys = readKeys(JSON.stringify({ keys: [jwk] }))
  expect((await judge(keys)).found).toMatchObject({ what: 'NOT SIGNED' })
})
