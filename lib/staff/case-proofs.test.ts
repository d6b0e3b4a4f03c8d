import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { givenCase } from '@/e2e/fixtures/given-case'
import { givenRows } from '@/e2e/fixtures/given-trail'
import type { TrailProofs } from '@/lib/evidence/audit-proof'
import { proveCase } from '@/lib/evidence/prove-case'
import { verifyCase } from '@/lib/evidence/verify-case'
import { loadCheckpointKey, publishedCheckpointKeys, trailOrigin } from '@/lib/trail/checkpoint-keys'
import { folderWitness } from '@/lib/trail/folder-witness'
import { makeCheckpoint } from '@/lib/trail/make-checkpoint'
import { signNote } from '@/lib/trail/signed-note'
import { tellWitnesses } from '@/lib/trail/tell-witnesses'
import { judgeProofs } from '@/scripts/audit-verify/judge-proofs'
import { readKeys } from '@/scripts/audit-verify/note'

// The bank holds every key, and cannot pass off in a case file a trail that it does not have: two programs without a line in common
// say so, and name the first row.

await givenRows(2)
const first = (await makeCheckpoint()) ?? expect.unreachable('no checkpoint')
const { files, keys, part, signedAnew } = await givenCase('Complaint 4711')
const trailKeys = readKeys(JSON.stringify(await publishedCheckpointKeys()))
const folder = await mkdtemp(join(tmpdir(), 'placet-case-'))
const witnessed = join(folder, `${trailOrigin().replace(/[^a-z0-9.-]/gi, '_')}.jsonl`)
await tellWitnesses([folderWitness(folder, trailOrigin())])
afterAll(() => rm(folder, { recursive: true }))

/** The separate verifier, which has the unpacked file, the keys of the trail and what a witness wrote. */
async function judgeApart(changed: Record<string, unknown>, witness = witnessed) {
  for (const name of ['proofs.json', 'events.json', 'accesses.json'])
    await writeFile(join(folder, name), name in changed ? JSON.stringify(changed[name]) : (files[name] ?? ''))
  return judgeProofs({ path: folder, keys: trailKeys, witness })
}

/** What of the file stands in the trail, to be changed: events come before accesses in the proofs. */
function trailed(): Trailed {
  const proofs: TrailProofs & { rows: Trailed['rows'] } = part('proofs.json')
  return { proofs, rows: proofs.rows, events: part('events.json'), accesses: part('accesses.json') }
}
type Trailed = {
  proofs: TrailProofs
  rows: { text: string; place: { inclusion: string[] } }[]
  events: { id: string; detail: { version?: number } }[]
  accesses: { callId: string }[]
}

test('both programs find every row of a case in the trail, and in the tree that its witness has seen', async () => {
  const { rows, events, accesses } = trailed()
  expect(rows).toHaveLength(events.length + accesses.length)
  expect(await judgeApart({})).toMatchObject({ fault: null, rows: rows.length, witnessed: true })
})

/** What is changed, the row that is named for it, and why. */
const tamperings: [string, (of: Trailed) => unknown, (of: Trailed) => string, string][] = [
  [
    'a row altered',
    ({ events }) => Object.assign(events[1] ?? {}, { type: 'consent.paused' }),
    ({ events }) => events[1]?.id ?? '',
    'its type is not what stands in the trail',
  ],
  [
    'a row and its text altered alike',
    ({ events, rows }) => {
      Object.assign(events[1] ?? {}, { type: 'consent.paused' })
      Object.assign(rows[1] ?? {}, {
        text: rows[1]?.text.replace(/"type":"[^"]*"/, '"type":"consent.paused"'),
      })
    },
    ({ events }) => events[1]?.id ?? '',
    'its proof does not lead to the checkpoint',
  ],
  [
    'a path altered',
    ({ rows }) => rows[2]?.place.inclusion.reverse(),
    ({ events }) => events[2]?.id ?? '',
    'its proof does not lead to the checkpoint',
  ],
  [
    'two rows that changed places',
    ({ rows: [first, second] }) => {
      if (first && second) [first.place, second.place] = [second.place, first.place]
    },
    ({ events }) => events[0]?.id ?? '',
    'its proof does not lead to the checkpoint',
  ],
  ['a proof left out', ({ rows }) => rows.splice(3, 1), ({ events }) => events[3]?.id ?? '', 'has no proof'],
  [
    'an event left out',
    ({ events }) => events.splice(3, 1),
    ({ rows }) => JSON.parse(rows[3]?.text ?? '').id,
    'is not in the file',
  ],
  [
    'a look altered',
    ({ accesses }) => Object.assign(accesses[0] ?? {}, { status: 403 }),
    ({ accesses }) => accesses[0]?.callId ?? '',
    'its status is not what stands in the trail',
  ],
]
test.each(tamperings)('refused by both, by the name of the row: %s', async (_what, change, named, why) => {
  const changed = trailed()
  const row = named(trailed())
  change(changed)
  const { proofs, events, accesses } = changed
  const parts = { 'proofs.json': proofs, 'events.json': events, 'accesses.json': accesses }
  const verdict = await verifyCase(await signedAnew(parts), keys)
  const reasons = verdict.valid ? [] : verdict.faults.map(({ reason: said }) => said)
  expect(reasons).toContainEqual(expect.stringContaining(row))
  expect(reasons).toContainEqual(expect.stringContaining(why))
  expect((await judgeApart(parts)).fault?.row).toContain(row)
})

test('a checkpoint of another tree, though the bank has signed it', async () => {
  const { proofs } = trailed()
  const [origin = '', size = ''] = proofs.checkpoint.split('\n')
  const key = await database().transaction(loadCheckpointKey)
  const at = new Date().toISOString()
  const checkpoint = signNote({ origin, size: Number(size), root: Buffer.alloc(32, 7), at, ...key })
  const parts = { 'proofs.json': { ...proofs, checkpoint } }
  expect(await verifyCase(await signedAnew(parts), keys)).toMatchObject({
    faults: [{ part: 'events.json', reason: expect.stringContaining('does not lead to the checkpoint') }],
  })
  expect((await judgeApart(parts)).fault?.why).toContain('does not lead to the checkpoint')
})

test('an older checkpoint, and one that none of the keys has signed', async () => {
  const { proofs } = trailed()
  const { note } = first
  const old = { 'proofs.json': { ...proofs, checkpoint: note } }
  expect(await verifyCase(await signedAnew(old), keys)).toMatchObject({
    faults: [{ part: 'events.json', reason: expect.stringContaining('it is newer than the checkpoint') }],
  })
  expect((await judgeApart(old)).fault?.why).toBe('It is newer than the checkpoint.')
  const foreign = { 'proofs.json': { ...proofs, checkpoint: proofs.checkpoint.replace('at 2', 'at 1') } }
  expect(await verifyCase(await signedAnew(foreign), keys)).toMatchObject({
    faults: [{ part: 'proofs.json', reason: expect.stringContaining('none of the keys') }],
  })
  expect((await judgeApart(foreign)).fault).toMatchObject({ row: null })
})

test('a page that no event of the trail has the hash of', async () => {
  const shown = part('shown.json')
  shown[1].recordHash = shown[0].recordHash
  expect(await verifyCase(await signedAnew({ 'shown.json': shown }), keys)).toMatchObject({
    faults: expect.arrayContaining([{ part: 'shown.json', reason: 'version 2 is not the one in the trail' }]),
  })
})

test('a version whose event the trail keeps no more is said to be unchecked, and is no fault', async () => {
  const { proofs, events, rows } = trailed()
  const gone = events.filter(({ detail }) => detail.version === 1).map(({ id }) => id)
  const parts = {
    'events.json': events.filter(({ id }) => !gone.includes(id)),
    'proofs.json': { ...proofs, rows: rows.filter(({ text }) => !gone.includes(JSON.parse(text).id)) },
  }
  expect(gone.length).toBeGreaterThan(0)
  expect(await verifyCase(await signedAnew(parts), keys)).toMatchObject({
    valid: true,
    unchecked: ['Version 1: no event of the trail in the file has its hash.'],
  })
})

test('a tree that its witness has not seen, though everything in the file fits it', async () => {
  const other = join(folder, 'other.jsonl')
  const { proofs } = trailed()
  const size = Number(proofs.checkpoint.split('\n')[1])
  const entries = Array.from({ length: size }, (_, index) => `audit_events/1 ${index}`)
  await writeFile(other, JSON.stringify({ first: 0, entries }))
  expect(await judgeApart({}, other)).toMatchObject({
    fault: { row: null, why: 'The witness has seen another tree of this size.' },
  })
})

test('a row that was changed in the database since it was sealed goes out without a place, and is named', async () => {
  const [{ text = '' } = {}] = trailed().rows
  const { rows } = await proveCase([text.replace('"type":"', '"type":"x')])
  expect(rows).toMatchObject([{ place: null }])
  const { proofs, rows: proved } = trailed()
  const parts = { 'proofs.json': { ...proofs, rows: [{ text, place: null }, ...proved.slice(1)] } }
  expect(await verifyCase(await signedAnew(parts), keys)).toMatchObject({
    faults: [{ part: 'events.json', reason: expect.stringContaining('no leaf of the trail') }],
  })
  expect((await judgeApart(parts)).fault?.why).toContain('No leaf of the trail')
})
