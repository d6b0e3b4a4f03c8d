import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { uuids } from '@/db/uuids'
import { lastCheckpoint } from './make-checkpoint'
import { consistencyProof, inclusionProof } from './merkle'
import { storedTree } from './stored-tree'

/**
 * Proofs that the rows with these ids are in the tree of the newest checkpoint, in the tree's order. A call that failed after it
 * had been recorded as served has two rows; one that no checkpoint covers yet has none. Costs an index look-up a row and, for
 * each, a block of 256 hashes on each kept level: nothing that grows with the trail.
 */
export async function proveRows(rowIds: readonly string[]): Promise<RowProof[]> {
  const checkpoint = await lastCheckpoint()
  if (!checkpoint || rowIds.length === 0) return []
  const { size, note } = checkpoint
  const { rows } = await database().execute<{ seq: number; entry: string }>(
    sql`select seq::float8 as seq, audit_entry(l) as entry from audit_leaves l
        where row_id = any(${uuids(rowIds)}) and seq < ${size} order by seq`,
  )
  const tree = storedTree(database())
  const proofs: RowProof[] = []
  // One after the other: neighbours share the blocks that were read.
  for (const { seq, entry } of rows) {
    const inclusion = inBase64(await inclusionProof(tree, seq, size))
    proofs.push({ leaf: seq, size, entry, inclusion, checkpoint: note })
  }
  return proofs
}

/** Proof that the tree of `first` leaves is the beginning of the tree of `second`; null where no such trees are. */
export async function proveExtension(first: number, second: number): Promise<ExtensionProof | null> {
  const size = (await lastCheckpoint())?.size ?? 0
  if (first < 1 || first > second || second > size) return null
  const proof = await consistencyProof(storedTree(database()), first, second)
  return { first, second, consistency: inBase64(proof) }
}

const inBase64 = (hashes: readonly Buffer[]) => hashes.map((hash) => hash.toString('base64'))

/**
 * `entry` is what the leaf is the hash of; the row's own text stays in the house. `leaf` counts from 0, `size` is of the tree.
 * Hashes in base64, from the leaf upwards.
 */
export type RowProof = {
  leaf: number
  size: number
  entry: string
  inclusion: string[]
  checkpoint: string
}
export type ExtensionProof = { first: number; second: number; consistency: string[] }
