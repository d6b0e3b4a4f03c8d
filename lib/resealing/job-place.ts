import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { type SealedPlace, versionOf } from './sealed-place'

/**
 * The payloads of queued jobs (`lib/outbox/enqueue-job`): some wait for months, and are sealed by the bank's key like anything else. A
 * job that is being worked on has read its payload already.
 */
export const JOB_PLACE: SealedPlace = {
  name: 'queued jobs',
  standing: false,
  look: async (after, atOnce) => {
    if (!(await isThere())) return []
    const { rows } = await database().execute<{ id: string; head: string }>(sql`
      select id::text, encode(substring(decode(payload->>'sealed', 'base64') from 1 for 16), 'hex') as head
      from graphile_worker._private_jobs where payload->>'sealed' is not null and id > ${after?.[0] ?? '0'}::bigint
      order by id limit ${atOnce}`)
    return rows.map(({ id, head }) => ({ key: [id], version: versionOf(head) }))
  },
  take: async (keys) => {
    const ids = `{${keys.map(([id]) => id).join(',')}}`
    const { rows } = await database().execute<{ id: string; task: string; sealed: string }>(sql`
      select j.id::text, t.identifier as task, j.payload->>'sealed' as sealed
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where j.id = any(${ids}::bigint[])`)
    return rows.map(({ id, task, sealed }) => ({
      key: [id],
      field: `job.${task}`,
      sealed: Buffer.from(sealed, 'base64'),
    }))
  },
  swap: async ({ key: [id], sealed }, next) => {
    const { rowCount } = await database().execute(sql`
      update graphile_worker._private_jobs set payload = json_build_object('sealed', ${next.toString('base64')}::text)
      where id = ${id}::bigint and payload->>'sealed' = ${sealed.toString('base64')}`)
    return rowCount === 1
  },
}

/** The first worker makes the queue. */
async function isThere(): Promise<boolean> {
  const { rows } = await database().execute<{ there: boolean }>(
    sql`select to_regclass('graphile_worker._private_jobs') is not null as there`,
  )
  return rows[0]?.there === true
}
