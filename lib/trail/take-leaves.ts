import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { keepNodes } from './stored-tree'

/**
 * Takes every committed row of the trail that has no leaf yet into the tree, in order of time, and returns how many leaves
 * there are then. Within the lock of `makeCheckpoint`. A transaction that is still under way is not waited for: `horizon` is
 * the oldest such one, and the next call looks at everything from there on again, so a row whose transaction began long ago
 * and commits late is taken then. Writers notice nothing: no lock of theirs is asked for.
 */
export async function takeLeaves(tx: Transaction, { size, horizon }: TakeLeaves): Promise<TakeLeaves> {
  const since = await startOfSearch(tx, horizon)
  const { rows } = await tx.execute<{ taken: number; horizon: string }>(sql`
    with fresh as (
      ${rowsWithoutLeaf('audit_events', sql`id`, since)} union all ${rowsWithoutLeaf('access_log', sql`call_id`, since)}
    ), taken as (
      insert into audit_leaves (seq, source, row_id, at, row_hash)
      select ${size}::bigint - 1 + row_number() over (order by at, source, row_id), source, row_id, at, row_hash from fresh
      returning 1
    )
    select count(*)::int as taken, pg_snapshot_xmin(pg_current_snapshot())::text as horizon from taken`)
  const [row] = rows
  if (!row) throw new Error('The trail could not be read')
  await keepNodes(tx, size, size + row.taken)
  return { size: size + row.taken, horizon: Number(row.horizon) }
}

/**
 * A database that came from a dump counts its transactions anew: where its newest one is older than the horizon, everything
 * is looked at.
 */
async function startOfSearch(tx: Transaction, horizon: number): Promise<number> {
  const { rows } = await tx.execute<{ newest: string }>(
    sql`select pg_snapshot_xmax(pg_current_snapshot())::text as newest`,
  )
  return Number(rows[0]?.newest) < horizon ? 0 : horizon
}

function rowsWithoutLeaf(source: 'audit_events' | 'access_log', id: SQL, since: number): SQL {
  const table = sql.identifier(source)
  return sql`select ${source} as source, r.${id} as row_id, r.at, sha256(convert_to(audit_text(r), 'UTF8')) as row_hash
    from ${table} r where r.written_in >= ${since}
      and not exists (select from audit_leaves l where l.row_id = r.${id} and l.at = r.at and l.source = ${source})`
}

/** How many leaves there are, and before which transaction nothing is left to take. */
type TakeLeaves = { size: number; horizon: number }
