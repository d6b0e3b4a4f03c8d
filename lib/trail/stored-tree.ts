import 'server-only'
import { sql } from 'drizzle-orm'
import type { Queryable, Transaction } from '@/db/connection'
import { fold, leafHash, type Subtree } from './merkle'

/** Every so many levels the hashes of complete subtrees are kept. */
const KEPT_EVERY = 8
const WIDTH = 2 ** KEPT_EVERY

/**
 * The tree as it is kept, for whoever asks for several subtrees of one moment: of each kept level a block of 256 hashes is read at
 * once and the last one is remembered, so that a proof costs one read a level, and a further one beside it none. Nothing that was
 * asked for is computed twice. Not for a tree that grows meanwhile.
 */
export function storedTree(queryable: Queryable): Subtree {
  const blocks = new Map<number, { block: number; hashes: Promise<Buffer[]> }>()
  const known = new Map<string, Promise<Buffer>>()
  const blockOf = (kept: number, block: number) => {
    const last = blocks.get(kept)
    if (last?.block === block) return last.hashes
    const hashes = hashesOf(queryable, kept, block * WIDTH, WIDTH)
    blocks.set(kept, { block, hashes })
    return hashes
  }
  const subtree = async (level: number, place: number) => {
    const kept = level - (level % KEPT_EVERY)
    const width = 2 ** (level - kept)
    const first = place * width
    const block = Math.floor(first / WIDTH)
    const hashes = (await blockOf(kept, block)).slice(first - block * WIDTH, first - block * WIDTH + width)
    if (hashes.length !== width) throw lacking(kept, first)
    return fold(hashes)
  }
  return (level, place) => {
    const name = `${level}/${place}`
    const hash = known.get(name) ?? subtree(level, place)
    known.set(name, hash)
    return hash
  }
}

/** Keeps the hashes of the subtrees that became complete as the tree grew from `from` to `to` leaves. */
export async function keepNodes(tx: Transaction, from: number, to: number): Promise<void> {
  for (let level = KEPT_EVERY; 2 ** level <= to; level += KEPT_EVERY)
    for (let place = Math.floor(from / 2 ** level); (place + 1) * 2 ** level <= to; place++) {
      const hashes = await hashesOf(tx, level - KEPT_EVERY, place * WIDTH, WIDTH)
      if (hashes.length !== WIDTH) throw lacking(level - KEPT_EVERY, place * WIDTH)
      const hash = fold(hashes)
      await tx.execute(sql`insert into audit_nodes (level, place, hash) values (${level}, ${place}, ${hash})`)
    }
}

/** The entries of some leaves, in order: what each leaf is the hash of. */
export async function entriesOf(queryable: Queryable, first: number, end: number): Promise<string[]> {
  const { rows } = await queryable.execute<{ entry: string }>(
    sql`select audit_entry(l) as entry from audit_leaves l where seq >= ${first} and seq < ${end} order by seq`,
  )
  return rows.map(({ entry }) => entry)
}

/** Of complete subtrees from the `first` on: fewer than `width` where the tree ends. */
async function hashesOf(
  queryable: Queryable,
  level: number,
  first: number,
  width: number,
): Promise<Buffer[]> {
  if (level === 0) return (await entriesOf(queryable, first, first + width)).map(leafHash)
  const { rows } = await queryable.execute<{ hash: Buffer }>(
    sql`select hash from audit_nodes where level = ${level} and place >= ${first} and place < ${first + width}
        order by place`,
  )
  return rows.map(({ hash }) => hash)
}

const lacking = (level: number, first: number) =>
  new Error(`The tree lacks hashes of level ${level} from ${first} on`)
