import { z } from 'zod'

/** Where a leaf stands in a tree, and what leads from it to the root that a checkpoint signs (docs/audit-trail.md). */
const place = {
  /** The number of the leaf, from 0. */
  leaf: z.int().nonnegative(),
  /** How many leaves the checkpoint's tree has. */
  treeSize: z.int().positive(),
  /** Hashes in base64, from the leaf upwards (RFC 6962, 2.1.1). */
  inclusion: z.array(z.base64()).max(64),
}

/**
 * What a receipt says of its event's place in the audit trail: that no checkpoint had it yet when the receipt was made, or its entry,
 * its place, and the signed checkpoint that covers it. The row's own text stays in the bank: it names colleagues and other
 * customers. The entry has the event's id, its time and the hash of that text.
 */
export const AuditProof = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('not-yet-covered') }),
  z.strictObject({ state: z.literal('included'), entry: z.string(), ...place, checkpoint: z.string() }),
])
export type AuditProof = z.infer<typeof AuditProof>

/** When a checkpoint says that it was made. */
export const timeOfCheckpoint = (checkpoint: string): string =>
  checkpoint.split('\n')[3]?.slice('at '.length) ?? ''

export const TRAIL_PROOFS_FORMAT = 'placet/trail-proofs/1'

/**
 * `proofs.json` of a case file: one checkpoint, and of each event and access in the file the row's text as it was hashed with its
 * place in the tree. `place` is null where the trail as it stands has no leaf of this text.
 */
export const TrailProofs = z.strictObject({
  format: z.literal(TRAIL_PROOFS_FORMAT),
  checkpoint: z.string(),
  rows: z.array(z.strictObject({ text: z.string(), place: z.strictObject(place).nullable() })),
})
export type TrailProofs = z.infer<typeof TrailProofs>
