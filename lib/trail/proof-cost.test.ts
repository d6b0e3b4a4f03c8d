import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database, type Queryable } from '@/db/connection'
import { GrowingTree, hashOfLeaf, isIncluded } from '@/scripts/audit-verify/merkle'
import { inclusionProof, rootOf } from './merkle'
import { entriesOf, keepNodes, storedTree } from './stored-tree'

const SIZE = 3_000

/** The same database, which counts what it was asked and what it gave. */
function counted() {
  const count = { questions: 0, rows: 0 }
  const queryable = {
    async execute(question: Parameters<Queryable['execute']>[0]) {
      const answer = await database().execute(question)
      count.questions += 1
      count.rows += answer.rows.length
      return answer
    },
  } as Queryable
  return { count, queryable }
}

test('a proof reads a block of each kept level, however long the trail is, and neighbours share them', async () => {
  await database().transaction(async (tx) => {
    await tx.execute(sql`insert into audit_leaves (seq, source, row_id, at, row_hash)
      select seq, 'audit_events', gen_random_uuid(), now(), sha256(seq::text::bytea) from generate_series(0, ${SIZE - 1}) seq`)
    await keepNodes(tx, 0, SIZE)
  })
  const entries = await entriesOf(database(), 0, SIZE)
  const tree = new GrowingTree()
  for (const entry of entries) tree.add(entry)
  expect(await rootOf(storedTree(database()), SIZE)).toEqual(tree.root())

  const holds = async (subtree: ReturnType<typeof storedTree>, leaf: number) => {
    const proof = await inclusionProof(subtree, leaf, SIZE)
    const asked = { leaf: hashOfLeaf(entries[leaf] ?? ''), index: leaf, size: SIZE, root: tree.root(), proof }
    expect(isIncluded(asked), `leaf ${leaf}`).toBe(true)
  }
  for (const leaf of [0, 255, 256, 1_500, 2_815, 2_816, SIZE - 1]) {
    const { count, queryable } = counted()
    await holds(storedTree(queryable), leaf)
    // The leaf's block, the nodes above, and the block at the end that is not complete.
    expect(count.questions).toBeLessThanOrEqual(3)
    expect(count.rows).toBeLessThanOrEqual(3 * 256)
  }
  const { count, queryable } = counted()
  const shared = storedTree(queryable)
  for (let leaf = 1_024; leaf < 1_124; leaf++) await holds(shared, leaf)
  expect(count.questions).toBeLessThanOrEqual(4)
})
