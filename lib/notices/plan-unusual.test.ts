import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { planUnusual } from './plan-unusual'

const CALLS = 20_000

test('of many calls only those since the last look are read, by the time that their key begins with', async () => {
  await database().execute(sql`
    insert into access_log (call_id, at, tpp_id, consent_id, method, route, status, psu_present)
    select gen_random_uuid(), placet_now() - i * interval '4 seconds', 'PSDNL-DNB-BUSY', gen_random_uuid(), 'GET',
           '/v1/accounts', 401, false from generate_series(1, ${CALLS}) i`)
  await database().execute(
    sql`insert into notice_marks values ('unusual', placet_now() - interval '10 minutes')`,
  )
  const before = await settled()
  await planUnusual()
  // 135 calls in nine minutes: once for each rule, and the refused ones of the day beside each.
  expect((await settled()) - before).toBeLessThan(CALLS / 20)
})

/** Rows of the access log that were read so far, once PostgreSQL has written down what this connection did. */
async function settled(): Promise<number> {
  let last = -1
  const isSettled = async () => {
    await database().execute(sql`select pg_stat_force_next_flush()`)
    const { rows } = await database().execute<{ read: number }>(sql`
      select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as read from pg_stat_user_tables
      where relname like 'access_log%'`)
    const read = rows[0]?.read ?? 0
    const same = read === last
    last = read
    return same
  }
  await expect.poll(isSettled).toBe(true)
  return last
}
