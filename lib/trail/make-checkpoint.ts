import 'server-only'
import { desc, sql } from 'drizzle-orm'
import { database, patientDatabase, type Queryable, type Transaction } from '@/db/connection'
import { auditCheckpoints } from '@/db/schema/audit-tree'
import { loadCheckpointKey, trailOrigin } from './checkpoint-keys'
import { rootOf } from './merkle'
import { signNote } from './signed-note'
import { storedTree } from './stored-tree'
import { takeLeaves } from './take-leaves'

/** Any number, the same for every instance: who holds this lock lets the tree grow, the others wait. No writer asks for it. */
const TREE_LOCK = 4_815_162_346

/**
 * Takes what the trail got since the last checkpoint into the tree and signs the new one, in one transaction; where nothing
 * came, the last one is returned, or null where there was never anything. Any number of instances may call it at once.
 */
export async function makeCheckpoint(): Promise<Checkpoint | null> {
  return patientDatabase().transaction(async (tx) => {
    await byIndex(tx)
    await lockTree(tx)
    const last = await lastCheckpoint(tx)
    const { size, horizon } = await takeLeaves(tx, last ?? { size: 0, horizon: 0 })
    if (size === (last?.size ?? 0)) return last
    const root = await rootOf(storedTree(tx), size)
    const at = await instant(tx)
    const key = await loadCheckpointKey(tx)
    const note = signNote({ origin: trailOrigin(), size, root, at, ...key })
    await tx.insert(auditCheckpoints).values({ size, root, at: sql`${at}::timestamptz`, note, horizon })
    return { size, root, note, horizon }
  })
}

/** The newest checkpoint; null before the first. */
export async function lastCheckpoint(queryable: Queryable = database()): Promise<Checkpoint | null> {
  const { size, root, note, horizon } = auditCheckpoints
  const [last] = await queryable
    .select({ size, root, note, horizon })
    .from(auditCheckpoints)
    .orderBy(desc(auditCheckpoints.size))
    .limit(1)
  return last ?? null
}

/** One at a time lets the tree grow, or changes the key that signs it. */
export async function lockTree(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${TREE_LOCK})`)
}

/**
 * New rows are few and looked up by index, whatever a partition's statistics say that nobody has counted yet: a plan that reads
 * all leaves would cost more with every month.
 */
async function byIndex(tx: Transaction): Promise<void> {
  for (const way of ['seqscan', 'hashjoin', 'mergejoin'])
    await tx.execute(sql.raw(`set local enable_${way} = off`))
}

async function instant(tx: Transaction): Promise<string> {
  const { rows } = await tx.execute<{ at: string }>(sql`select instant_text(placet_now()) as at`)
  const [row] = rows
  if (!row) throw new Error('The database did not tell the time')
  return row.at
}

export type Checkpoint = { size: number; root: Buffer; note: string; horizon: number }
