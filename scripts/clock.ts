import { Client } from 'pg'
import { completeEnvironment } from './environment'

// npm run clock -- "181 days": moves the sandbox's "now" ahead by a PostgreSQL interval, for every instance at once;
// npm run clock -- 0 brings it back. Only the owner of the database can: the bank itself has no right to.
await completeEnvironment({ SANDBOX: 'on', NODE_ENV: 'production' })
const { env } = await import('@/lib/env')
if (!env.SANDBOX || !env.DATABASE_OWNER_URL)
  throw new Error('Only a sandbox has a clock that can be moved (SANDBOX=on, DATABASE_OWNER_URL)')

const [ahead = '0'] = process.argv.slice(2)
const owner = new Client(env.DATABASE_OWNER_URL)
await owner.connect()
try {
  await owner.query('begin')
  await owner.query('delete from sandbox_clock')
  if (ahead !== '0')
    await owner.query('insert into sandbox_clock ("only", ahead) values (true, $1::interval)', [ahead])
  const { rows } = await owner.query('select placet_now() as now')
  await owner.query('commit')
  console.log(`It is ${new Date(rows[0].now).toISOString()} in the sandbox.`)
} catch {
  console.error(`"${ahead}" is no interval. Say for example "181 days", "2 hours" or 0. Nothing was changed.`)
  process.exitCode = 1
}
await owner.end()
process.exit()
