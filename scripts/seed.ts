import { completeEnvironment } from './environment'

// npm run db:seed: the sandbox's customers, once; prints an activation code for each who has no passkey yet.
const postgres = await completeEnvironment({ SANDBOX: 'on' })
const { env } = await import('@/lib/env')
if (!env.SANDBOX) throw new Error('SANDBOX is off: invented customers have no place in a real bank')
const { migrateIfOwner } = await import('@/db/migrate-if-owner')
await migrateIfOwner()
const { seedSandbox } = await import('@/db/seed')
const { seedStaff } = await import('@/db/seed/staff')
const { now } = await import('@/lib/clock')
const { closeDatabases } = await import('@/db/connection')
for (const { name, purpose, activationCode } of await seedSandbox({ now: await now() }))
  console.log(`${name.padEnd(26)} ${purpose.padEnd(34)} ${activationCode ?? '-'}`)
for (const { name, purpose, activationCode } of await seedStaff({ now: await now() }))
  console.log(`${name.padEnd(26)} ${purpose.padEnd(34)} ${activationCode ?? '-'}`)
await closeDatabases()
await postgres?.stop()
