import { createHash } from 'node:crypto'

const sha256 = (...parts: (string | Buffer)[]) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** RFC 6962, 2.1. */
export const hashOfLeaf = (entry: string | Buffer) => sha256('\x00', entry)
const hashOfPair = (left: Buffer, right: Buffer) => sha256('\x01', left, right)

/** A tree that is told its leaves one after the other and holds only the peaks: one hash for each one in its size's binary. */
export class GrowingTree {
  size = 0
  private peaks: { leaves: number; hash: Buffer }[] = []

  add(entry: string | Buffer): void {
    this.size += 1
    this.peaks.push({ leaves: 1, hash: hashOfLeaf(entry) })
    for (;;) {
      const [left, right] = this.peaks.slice(-2)
      if (!left || !right || left.leaves !== right.leaves) return
      this.peaks.splice(-2, 2, { leaves: left.leaves * 2, hash: hashOfPair(left.hash, right.hash) })
    }
  }

  copy(): GrowingTree {
    const tree = new GrowingTree()
    tree.size = this.size
    tree.peaks = [...this.peaks]
    return tree
  }

  root(): Buffer {
    const [first, ...others] = this.peaks.map(({ hash }) => hash).reverse()
    return first ? others.reduce((right, left) => hashOfPair(left, right), first) : sha256()
  }
}

/** RFC 9162, 2.1.3.2: whether a proof leads from the leaf at `index` to the root of a tree of `size` leaves. */
export function isIncluded({ leaf, index, size, proof, root }: IsIncluded): boolean {
  if (index >= size) return false
  let [node, last, hash] = [index, size - 1, leaf]
  for (const step of proof) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      hash = hashOfPair(step, hash)
      while (node % 2 === 0 && node !== 0) [node, last] = up(node, last)
    } else hash = hashOfPair(hash, step)
    ;[node, last] = up(node, last)
  }
  return last === 0 && hash.equals(root)
}

/** RFC 9162, 2.1.4.2: whether the tree of `first` leaves is the beginning of the tree of `second`. */
export function isExtension({ first, firstRoot, second, secondRoot, proof }: IsExtension): boolean {
  if (first > second) return false
  if (first === second) return proof.length === 0 && firstRoot.equals(secondRoot)
  if (first === 0) return proof.length === 0
  const steps = Number.isInteger(Math.log2(first)) ? [firstRoot, ...proof] : [...proof]
  const start = steps.shift()
  if (!start) return false
  let [node, last] = [first - 1, second - 1]
  while (node % 2 === 1) [node, last] = up(node, last)
  let [ofFirst, ofSecond] = [start, start]
  for (const step of steps) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      ofFirst = hashOfPair(step, ofFirst)
      ofSecond = hashOfPair(step, ofSecond)
      while (node % 2 === 0 && node !== 0) [node, last] = up(node, last)
    } else ofSecond = hashOfPair(ofSecond, step)
    ;[node, last] = up(node, last)
  }
  return last === 0 && ofFirst.equals(firstRoot) && ofSecond.equals(secondRoot)
}

const up = (node: number, last: number): [number, number] => [Math.floor(node / 2), Math.floor(last / 2)]

type IsIncluded = { leaf: Buffer; index: number; size: number; proof: readonly Buffer[]; root: Buffer }
type IsExtension = {
  first: number
  firstRoot: Buffer
  second: number
  secondRoot: Buffer
  proof: readonly Buffer[]
}
