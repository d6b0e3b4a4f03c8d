import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { housekeeping } from './housekeeping'

const owner = new Client(process.env.DATABASE_OWNER_URL)
beforeAll(() => owner.connect())
afterAll(() => owner.end())

test('what has run out goes, what has not stays, and the trail is never touched', async () => {
  for (const days of [800, 1])
    await owner.query(`
      insert into journeys (id, channel, arrived_at) values ('journey-${days}', 'customer', now() - interval '${days} days');
      insert into security_events values (now() - interval '${days} days', 'rule', 'x', 1, 'y');
      insert into access_log (call_id, at, tpp_id, method, route, status, psu_present)
      values (gen_random_uuid(), now() - interval '${days} days', 'PSDXX-X-1', 'GET', '/v1/accounts', 200, false)`)
  await housekeeping()
  const count = async (table: string) =>
    (await owner.query(`select count(*)::int as rows from ${table}`)).rows[0].rows
  expect([await count('journeys'), await count('security_events'), await count('access_log')]).toEqual([
    1, 1, 2,
  ])
})
