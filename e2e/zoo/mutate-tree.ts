import type { Chance } from './chance'
import { type DerNode, type DerTree, partsOf, readTree, sequence } from './der-tree'

const OCTET_STRING = 0x04

/** Values that mean something somewhere, by the tag they are written with. */
const WORDS: Record<number, readonly Buffer[]> = {
  1: ['00', 'ff', '01'].map(hex),
  2: ['00', '01', '02', 'ff', '7b'.repeat(20), '7b'.repeat(21)].map(hex),
  3: ['0780', '0640', '0106', '0520', '00'].map(hex),
  6: [
    ...['551d0f', '551d13', '551d25', '551d11', '551d1e', '2a0304', '06', '80'],
    ...['5504030a', '550403', '550406', '55040a', '550461', '550405'],
    ...['2b060105050703', '2b06010505070301', '2b06010505070302', '2b06010505070309', '2b06010505070103'],
    ...['04008e460101', '04008e460104', '04008e460106', '04008e460107', '04008e46010601'],
    ...['04008e46010602', '04008e46010603', '0400819827', '040081982702'],
    ...['0081982701', '04008198270100', '04008198270101', '04008198270102', '04008198270103'],
    ...['04008198270105', '04008198270133', '2a8648ce3d040301', '2a8648ce3d040302', '2a864886f70d010105'],
  ].map(hex),
  12: [
    ...['', 'NL-DNB', 'DE-BAFIN', 'ES-BDE', 'XX-NCA', 'NA', 'nl-dnb', 'NL', 'PSP_AI', 'PSP_PI'],
    ...[
      'PSDNL-DNB-1234',
      'PSDDE-BAFIN-1',
      'PSDXX-NCA-1',
      'VATNL-1',
      'PSDNL-DNB-',
      'a\r\nb',
      '\u202eb',
      'x'.repeat(300),
    ],
  ].map((text) => Buffer.from(text)),
  19: ['NL', 'nl', 'DE', 'NLD', ''].map((text) => Buffer.from(text)),
  23: [
    '240101000000Z',
    '261101000000Z',
    '271101000000Z',
    '300101000000Z',
    '991231235959Z',
    '2611010000Z',
  ].map((text) => Buffer.from(text)),
}

/** Up to three changes of structure or meaning in a TBSCertificate, extension values and all. Signing it anew is the caller's. */
export function mutateTree(tbs: DerTree[], donors: readonly DerTree[], chance: Chance): DerTree[] {
  const opened = tbs.map((node, at) => (at === tbs.length - 1 ? openExtensions(node) : copyOf(node)))
  for (let left = 1 + chance.below(3); left > 0; left -= 1) {
    const places = placesIn(opened)
    if (places.length > 0) chance.pick(CHANGES)(chance.pick(places), donors, chance)
  }
  return opened
}

/** Every node of trees, for use in others. */
export function nodesOf(trees: readonly DerTree[]): DerTree[] {
  return trees.flatMap((tree) => [tree, ...nodesOf(partsOf(tree))])
}

/** Extensions as a tree all the way down: an OCTET STRING holds the tree of what its bytes say. */
export function openExtensions(node: DerTree): DerTree {
  const [list] = partsOf(node)
  const extensions = partsOf(list).map((extension) =>
    sequence(
      ...partsOf(extension).map((part) => {
        if (Buffer.isBuffer(part) || part.tag !== OCTET_STRING || !Buffer.isBuffer(part.value)) return part
        return { tag: OCTET_STRING, value: [readTree(part.value)] }
      }),
    ),
  )
  return { tag: 0xa3, value: [sequence(...extensions)] }
}

type Place = { list: DerTree[]; at: number; node: DerNode }

function placesIn(list: DerTree[]): Place[] {
  return list.flatMap((node, at) =>
    Buffer.isBuffer(node) ? [] : [{ list, at, node }, ...placesIn(partsOf(node))],
  )
}

const CHANGES: readonly ((place: Place, donors: readonly DerTree[], chance: Chance) => void)[] = [
  ({ list, at }) => list.splice(at, 1),
  ({ list, at, node }) => list.splice(at, 0, copyOf(node)),
  ({ list, at }, _, chance) => list.splice(chance.below(list.length), 0, ...list.splice(at, 1)),
  ({ list, at }, donors, chance) => list.splice(at, 1, copyOf(chance.pick(donors))),
  ({ list, at }, donors, chance) => list.splice(at, 0, copyOf(chance.pick(donors))),
  ({ list, at, node }, _, chance) => list.splice(at, 1, { ...node, tag: chance.pick(TAGS) }),
  ({ list, at, node }) => list.splice(at, 1, { tag: 0xa0, value: [node] }),
  ({ list, at, node }) => list.splice(at, 1, sequence(node)),
  ({ list, at, node }) => list.splice(at, 1, ...partsOf(node)),
  ({ list, at, node }, _, chance) => {
    let deep: DerTree = node
    for (let left = chance.below(60); left > 0; left -= 1) deep = sequence(deep)
    list.splice(at, 1, deep)
  },
  ({ list, at, node }, _, chance) =>
    list.splice(at, 1, { ...node, value: Buffer.alloc(chance.below(20_000), 0x41) }),
  ({ node }, donors, chance) =>
    partsOf(node).push(copyOf(chance.below(2) === 0 ? chance.pick(donors) : TRUE)),
  changeBytes,
  changeBytes,
  ...Array.from({ length: 8 }, () => changeWord),
]

const TRUE: DerNode = { tag: 0x01, value: Buffer.from([0xff]) }

const TAGS = [
  0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0c, 0x13, 0x16, 0x17, 0x18, 0x1e, 0x30, 0x31, 0x80, 0xa0, 0xa3, 0x1f,
]

function changeBytes({ list, at, node }: Place, _: readonly DerTree[], chance: Chance): void {
  if (!Buffer.isBuffer(node.value)) return
  const value = Buffer.from(node.value)
  if (value.length > 0) value[chance.below(value.length)] = chance.below(256)
  list.splice(at, 1, {
    ...node,
    value: chance.below(4) === 0 ? value.subarray(0, chance.below(value.length + 1)) : value,
  })
}

function changeWord({ list, at, node }: Place, _: readonly DerTree[], chance: Chance): void {
  const words = WORDS[node.tag]
  if (words) list.splice(at, 1, { ...node, value: chance.pick(words) })
}

function copyOf(tree: DerTree): DerTree {
  if (Buffer.isBuffer(tree)) return tree
  return { tag: tree.tag, value: Buffer.isBuffer(tree.value) ? tree.value : tree.value.map(copyOf) }
}

function hex(text: string): Buffer {
  return Buffer.from(text, 'hex')
}
