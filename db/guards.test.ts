import { getTableColumns, getTableName } from 'drizzle-orm'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GRANTS } from './grants'

const application = new Client(process.env.DATABASE_URL)
const owner = new Client(process.env.DATABASE_OWNER_URL)

beforeAll(async () => {
  await application.connect()
  await owner.connect()
  await application.query(
    `insert into audit_events (id, at, type, schema_version, actor, subject, detail)
     values (gen_random_uuid(), now(), 'consent.revoked', 1, 'system', 'consent:x', '{}')`,
  )
  await application.query(
    `insert into access_log (call_id, at, tpp_id, method, route, status, psu_present)
     values (gen_random_uuid(), now(), 'PSDXX-X-1', 'GET', '/v1/accounts', 200, false)`,
  )
})

afterAll(() => Promise.all([application.end(), owner.end()]))

for (const table of ['audit_events', 'access_log'])
  for (const change of [`update ${table} set tpp_id = 'x'`, `delete from ${table}`, `truncate ${table}`]) {
    test(`the application's role may not: ${change}`, async () => {
      await expect(application.query(change)).rejects.toThrow('permission denied')
    })
    test(`not even the owner may: ${change}`, async () => {
      await expect(owner.query(change)).rejects.toThrow('never changed')
    })
  }

test('the application may not move the clock', async () => {
  await expect(application.query(`insert into sandbox_clock values (true, '1 day')`)).rejects.toThrow(
    'permission denied',
  )
})

test('the sandbox moves "now" for everybody', async () => {
  await owner.query(`insert into sandbox_clock values (true, '181 days')`)
  const { rows } = await application.query(`select placet_now() - now() as ahead`)
  expect(rows[0].ahead.days).toBe(181)
  await owner.query('delete from sandbox_clock')
})

test('every table has its grant and every column its reason to be kept, once', async () => {
  const { RETENTIONS } = await import('./retention')
  const granted = [...Object.values(GRANTS.main).flat(), ...Object.values(GRANTS.keys).flat()]
  expect([...granted].sort()).toEqual(RETENTIONS.map(({ table }) => getTableName(table)).sort())
  for (const { table, keepings } of RETENTIONS)
    expect(keepings.flatMap(({ columns }) => columns).sort()).toEqual(
      Object.keys(getTableColumns(table)).sort(),
    )
})
