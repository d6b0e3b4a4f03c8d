import { createHash } from 'node:crypto'

/** RFC 6962, 2.1: the hash of a leaf. The first octet keeps a leaf from passing for a node. */
export const leafHash = (entry: string | Buffer): Buffer =>
  createHash('sha256').update(LEAF).update(entry).digest()

/** The hash of two subtrees, the left one complete. */
export const nodeHash = (left: Buffer, right: Buffer): Buffer =>
  createHash('sha256').update(NODE).update(left).update(right).digest()

const LEAF = Buffer.from([0])
const NODE = Buffer.from([1])

/** The root over the first `size` leaves. */
export async function rootOf(subtree: Subtree, size: number): Promise<Buffer> {
  return size === 0 ? createHash('sha256').digest() : rangeHash(subtree, 0, size)
}

/** RFC 6962, 2.1.1: what proves that a leaf is in the tree of `size` leaves. */
export async function inclusionProof(subtree: Subtree, leaf: number, size: number): Promise<Buffer[]> {
  return pathWithin(subtree, leaf, 0, size)
}

/** RFC 6962, 2.1.2: what proves that the tree of `first` leaves is the beginning of the tree of `second`. */
export async function consistencyProof(subtree: Subtree, first: number, second: number): Promise<Buffer[]> {
  return first === 0 || first === second ? [] : extensionWithin(subtree, first, 0, second, true)
}

async function pathWithin(subtree: Subtree, leaf: number, start: number, end: number): Promise<Buffer[]> {
  if (end - start === 1) return []
  const middle = start + splitOf(end - start)
  return leaf < middle
    ? [...(await pathWithin(subtree, leaf, start, middle)), await rangeHash(subtree, middle, end)]
    : [...(await pathWithin(subtree, leaf, middle, end)), await rangeHash(subtree, start, middle)]
}

/** `whole`: whoever checks knows the hash of this subtree already, as it is the root of the first tree. */
async function extensionWithin(
  subtree: Subtree,
  first: number,
  start: number,
  end: number,
  whole: boolean,
): Promise<Buffer[]> {
  if (first === end) return whole ? [] : [await rangeHash(subtree, start, end)]
  const middle = start + splitOf(end - start)
  return first <= middle
    ? [
        ...(await extensionWithin(subtree, first, start, middle, whole)),
        await rangeHash(subtree, middle, end),
      ]
    : [
        ...(await extensionWithin(subtree, first, middle, end, false)),
        await rangeHash(subtree, start, middle),
      ]
}

/** Ranges arise by splitting, so each that holds a power of two of leaves is a complete subtree of the tree. */
async function rangeHash(subtree: Subtree, start: number, end: number): Promise<Buffer> {
  const length = end - start
  const level = Math.floor(Math.log2(length))
  if (2 ** level === length) return subtree(level, start / length)
  const middle = start + splitOf(length)
  return nodeHash(await rangeHash(subtree, start, middle), await rangeHash(subtree, middle, end))
}

/** The largest power of two below a number above one. */
const splitOf = (length: number) => 2 ** (Math.ceil(Math.log2(length)) - 1)

/** The hashes of one level, folded until one is left; their number is a power of two. */
export function fold(hashes: readonly Buffer[]): Buffer {
  let level = hashes
  while (level.length > 1)
    level = level.flatMap((hash, index) =>
      index % 2 === 1 ? [nodeHash(level[index - 1] ?? hash, hash)] : [],
    )
  const [root] = level
  if (!root) throw new Error('Nothing to fold')
  return root
}

/** The hash of the complete subtree of 2^`level` leaves that is the `place`-th of its level from the left. */
export type Subtree = (level: number, place: number) => Promise<Buffer>
