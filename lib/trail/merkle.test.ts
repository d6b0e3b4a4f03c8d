import { expect, test } from 'vitest'
import { GrowingTree, hashOfLeaf, isExtension, isIncluded } from '@/scripts/audit-verify/merkle'
import { consistencyProof, fold, inclusionProof, leafHash, rootOf, type Subtree } from './merkle'

/** The leaves and roots with which implementations of RFC 6962 are compared. */
const INPUTS = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => Buffer.from(hex, 'hex'))
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const FIRST_OF_EIGHT = [
  '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
  '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
  '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
]

const treeOf =
  (leaves: readonly Buffer[]): Subtree =>
  async (level, place) =>
    fold(leaves.slice(place * 2 ** level, (place + 1) * 2 ** level).map(leafHash))

const grown = (leaves: readonly Buffer[]) => {
  const tree = new GrowingTree()
  for (const leaf of leaves) tree.add(leaf)
  return tree.root()
}

test('writer and verifier have the reference roots, each by its own code', async () => {
  for (const [size, root] of ROOTS.entries()) {
    expect((await rootOf(treeOf(INPUTS), size)).toString('hex')).toBe(root)
    expect(grown(INPUTS.slice(0, size)).toString('hex')).toBe(root)
  }
  const proof = await inclusionProof(treeOf(INPUTS), 0, 8)
  expect(proof.map((hash) => hash.toString('hex'))).toEqual(FIRST_OF_EIGHT)
})

test('each proof of the writer holds for the verifier, and for nothing else', async () => {
  const leaves = Array.from({ length: 40 }, (_, index) => Buffer.from(`leaf ${index}`))
  const tree = treeOf(leaves)
  const roots = leaves.map((_, index) => grown(leaves.slice(0, index + 1)))
  const rootAt = (size: number) => roots[size - 1] ?? expect.unreachable('no root')
  for (let size = 1; size <= leaves.length; size++) {
    const root = rootAt(size)
    expect(await rootOf(tree, size)).toEqual(root)
    for (const [index, leaf] of leaves.slice(0, size).entries()) {
      const asked = {
        leaf: hashOfLeaf(leaf),
        index,
        size,
        root,
        proof: await inclusionProof(tree, index, size),
      }
      expect(isIncluded(asked)).toBe(true)
      expect(isIncluded({ ...asked, leaf: hashOfLeaf('another') })).toBe(false)
      expect(isIncluded({ ...asked, proof: [...asked.proof, root] })).toBe(false)
      if (size > 1) expect(isIncluded({ ...asked, index: (index + 1) % size })).toBe(false)
    }
    for (let first = 1; first <= size; first++) {
      const proof = await consistencyProof(tree, first, size)
      const asked = { first, firstRoot: rootAt(first), second: size, secondRoot: root, proof }
      expect(isExtension(asked)).toBe(true)
      expect(isExtension({ ...asked, firstRoot: hashOfLeaf('another') })).toBe(false)
      expect(isExtension({ ...asked, secondRoot: hashOfLeaf('another') })).toBe(false)
    }
  }
})
