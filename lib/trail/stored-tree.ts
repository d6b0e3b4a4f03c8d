import 'server-only'
import { sql } from 'drizzle-orm'
import type { Queryable, Transaction } from '@/db/connection'
import { fold, leafHash, type Subtree } from './merkle'

/** Every so many levels the hashes of complete subtrees are kept. */
const KEPT_EVERY = 8
const WIDTH = 2 ** KEPT_EVERY

/** The tree as it is kept: from the nearest kept level below, at most 128 hashes are read for one subtree. */
export function storedTree(queryable: Queryable): Subtree {
  return async (level, place) => {
    const kept = level - (level % KEPT_EVERY)
    const width = 2 ** (level - kept)
    return fold(await hashesOf(queryable, kept, place * width, width))
  }
}

/** Keeps the hashes of the subtrees that became complete as the tree grew from `from` to `to` leaves. */
export async function keepNodes(tx: Transaction, from: number, to: number): Promise<void> {
  for (let level = KEPT_EVERY; 2 ** level <= to; level += KEPT_EVERY)
    for (let place = Math.floor(from / 2 ** level); (place + 1) * 2 ** level <= to; place++) {
      const hash = fold(await hashesOf(tx, level - KEPT_EVERY, place * WIDTH, WIDTH))
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

async function hashesOf(
  queryable: Queryable,
  level: number,
  first: number,
  width: number,
): Promise<Buffer[]> {
  const hashes =
    level === 0
      ? (await entriesOf(queryable, first, first + width)).map(leafHash)
      : (
          await queryable.execute<{ hash: Buffer }>(
            sql`select hash from audit_nodes where level = ${level} and place >= ${first} and place < ${first + width}
                order by place`,
          )
        ).rows.map(({ hash }) => hash)
  if (hashes.length !== width) throw new Error(`The tree lacks hashes of level ${level} from ${first} on`)
  return hashes
}
