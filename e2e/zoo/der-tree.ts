/** DER as a tree one may rearrange. A `Buffer` in place of a node is written as it is, whatever it holds. */
export type DerNode = { tag: number; value: Buffer | DerTree[] }
export type DerTree = DerNode | Buffer

/** Reads one DER element, its constructed parts all the way down. Only for certificates of our own: it checks nothing. */
export function readTree(bytes: Buffer): DerNode {
  const tag = bytes[0] ?? 0
  const first = bytes[1] ?? 0
  const start = first < 0x80 ? 2 : 2 + (first & 0x7f)
  const size = first < 0x80 ? first : bytes.readUIntBE(2, first & 0x7f)
  const value = bytes.subarray(start, start + size)
  return { tag, value: (tag & 0x20) === 0 ? Buffer.from(value) : readAll(value) }
}

function readAll(bytes: Buffer): DerNode[] {
  const nodes: DerNode[] = []
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at + 1] ?? 0
    const start = at + (first < 0x80 ? 2 : 2 + (first & 0x7f))
    const size = first < 0x80 ? first : bytes.readUIntBE(at + 2, first & 0x7f)
    nodes.push(readTree(bytes.subarray(at, start + size)))
    at = start + size
  }
  return nodes
}

export function writeTree(tree: DerTree): Buffer {
  if (Buffer.isBuffer(tree)) return tree
  const value = Buffer.isBuffer(tree.value) ? tree.value : Buffer.concat(tree.value.map(writeTree))
  return Buffer.concat([Buffer.from([tree.tag]), writeLength(value.length), value])
}

function writeLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length])
  const hex = length.toString(16)
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes])
}

/** The parts of a constructed node; a value has none. */
export function partsOf(tree: DerTree | undefined): DerTree[] {
  return tree && !Buffer.isBuffer(tree) && !Buffer.isBuffer(tree.value) ? tree.value : []
}

export function sequence(...value: DerTree[]): DerNode {
  return { tag: 0x30, value }
}

export function integer(hex: string): DerNode {
  return { tag: 0x02, value: Buffer.from(hex, 'hex') }
}
