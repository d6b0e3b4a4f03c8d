import 'server-only'
import { createHash } from 'node:crypto'
import { makeCheckpoint } from '@/lib/trail/make-checkpoint'
import { proveRows } from '@/lib/trail/prove'
import { TRAIL_PROOFS_FORMAT, type TrailProofs } from './audit-proof'

/**
 * Proofs that rows of the trail, given by their texts, stand in its tree. A checkpoint is made first, so that it covers all that was
 * read before. A text that has no leaf all the same was changed in the database since it came into the tree: it goes out without a place,
 * for whoever checks the file to see.
 */
export async function proveCase(texts: readonly string[]): Promise<TrailProofs> {
  const checkpoint = await makeCheckpoint()
  if (!checkpoint) throw new Error('The trail is empty')
  const rows = texts.map((text) => ({ text, ...entryOf(text) }))
  const proofs = await proveRows([...new Set(rows.map(({ id }) => id))])
  const places = new Map(proofs.map((proof) => [proof.entry, proof]))
  return {
    format: TRAIL_PROOFS_FORMAT,
    checkpoint: proofs[0]?.checkpoint ?? checkpoint.note,
    rows: rows.map(({ text, entry }) => {
      const proof = places.get(entry)
      const place = proof && { leaf: proof.leaf, treeSize: proof.size, inclusion: proof.inclusion }
      return { text, place: place ?? null }
    }),
  }
}

/** What the leaf of a row with this text is the hash of (docs/audit-trail.md). */
function entryOf(text: string): { id: string; entry: string } {
  const { form, id, at } = JSON.parse(text)
  return { id, entry: `${form} ${id} ${at} ${createHash('sha256').update(text).digest('hex')}` }
}
