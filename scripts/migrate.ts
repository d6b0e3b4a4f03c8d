import { completeEnvironment } from './environment'

const postgres = await completeEnvironment()
if (!process.env.DATABASE_OWNER_URL)
  throw new Error('DATABASE_OWNER_URL is not set: migrations run as the owner of the tables')
const { migrateIfOwner } = await import('@/db/migrate-if-owner')
await migrateIfOwner()
await postgres?.stop()
console.log('Both databases have the schema of this build.')
