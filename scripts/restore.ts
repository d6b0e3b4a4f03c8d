import { completeEnvironment } from './environment'

const USAGE = `npm run restore -- <folder>          a backup of the main database into an empty one, and its fence
npm run restore -- <folder> keys     the same of the key database. Keys that were destroyed since come back by it

  The databases have to be there, empty, and no instance may run.`

const [folder, of = 'main', ...rest] = process.argv.slice(2)
if (!folder || (of !== 'main' && of !== 'keys') || rest.length > 0) {
  console.error(USAGE)
  process.exit(2)
}
await completeEnvironment({ NODE_ENV: 'production', LOG_LEVEL: 'warn' })
const { env } = await import('@/lib/env')
const { migrateIfOwner } = await import('@/db/migrate-if-owner')
const { restore } = await import('@/lib/backup/restore')
await migrateIfOwner()
const [ownerUrl, applicationUrl] =
  of === 'main'
    ? [env.DATABASE_OWNER_URL, env.DATABASE_URL]
    : [env.KEYS_DATABASE_OWNER_URL, env.KEYS_DATABASE_URL]
if (!ownerUrl || !applicationUrl) throw new Error('The owner of the database has to be named')
const { takenAt, rows, fenced } = await restore({ folder, of, ownerUrl, applicationUrl })
console.log(`${rows} rows, as of ${takenAt}.`)
if (fenced) console.table(fenced)
process.exit(0)
