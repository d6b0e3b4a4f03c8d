import { createHash } from 'node:crypto'
import type { TrailKey } from './evidence-file'
import { readSigned } from './verify-checkpoint'

/**
 * Judges a proof that a leaf stands in the tree whose root a checkpoint signs. It shares no line with what makes such proofs, and
 * follows the definition of RFC 6962, 2.1.1, downwards instead of the steps of RFC 9162 that the separate verifier takes: the two
 * must not have one fault in common. Null where it holds.
 */
export function faultOfInclusion({ entry, leaf, treeSize, inclusion, checkpoint }: Proof, keys: Keys) {
  const signed = readSigned(checkpoint, keys)
  if (!signed) return 'checkpoint-not-signed'
  if (leaf >= signed.size) return 'checkpoint-too-old'
  if (treeSize !== signed.size) return 'checkpoint-of-another-tree'
  const path = inclusion.map((hash) => Buffer.from(hash, 'base64'))
  const root = rootFrom({ hash: sha256(LEAF, Buffer.from(entry)), leaf, size: signed.size, path })
  return root?.equals(signed.root) ? null : 'proof-broken'
}

/** The root to which a path leads: its last hash is the other half of the whole tree. Null where it is too long or too short. */
function rootFrom({ hash, leaf, size, path }: RootFrom): Buffer | null {
  const other = path.at(-1)
  if (size === 1) return other ? null : hash
  if (!other) return null
  const half = halfOf(size)
  const below = { hash, path: path.slice(0, -1) }
  if (leaf < half) {
    const left = rootFrom({ ...below, leaf, size: half })
    return left && sha256(NODE, left, other)
  }
  const right = rootFrom({ ...below, leaf: leaf - half, size: size - half })
  return right && sha256(NODE, other, right)
}

/** The largest power of two that is smaller. */
function halfOf(size: number): number {
  let half = 1
  while (half * 2 < size) half *= 2
  return half
}

function sha256(...parts: Buffer[]): Buffer {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

const LEAF = Buffer.of(0)
const NODE = Buffer.of(1)

type Keys = readonly TrailKey[]
type Proof = {
  entry: string
  leaf: number
  treeSize: number
  inclusion: readonly string[]
  checkpoint: string
}
type RootFrom = { hash: Buffer; leaf: number; size: number; path: readonly Buffer[] }

/**
 * `checkpoint-not-signed`: by none of the trusted keys. `checkpoint-too-old`: it ends before the leaf. `checkpoint-of-another-tree`:
 * its size is not the one that the proof is for. `proof-broken`: the path does not lead from this entry, at this place, to the root.
 */
export type FaultOfInclusion = NonNullable<ReturnType<typeof faultOfInclusion>>
