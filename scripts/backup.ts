import { completeEnvironment } from './environment'

const USAGE = `npm run backup -- <folder>          every row of the main database, while the bank runs
npm run backup -- <folder> keys     the same of the key database: to another place, and for a short time only

  DATABASE_OWNER_URL and DATABASE_URL name the database, or KEYS_DATABASE_OWNER_URL and KEYS_DATABASE_URL.`

const [folder, of = 'main', ...rest] = process.argv.slice(2)
if (!folder || (of !== 'main' && of !== 'keys') || rest.length > 0) {
  console.error(USAGE)
  process.exit(2)
}
await completeEnvironment({ NODE_ENV: 'production', LOG_LEVEL: 'warn' })
const { env } = await import('@/lib/env')
const { backUp } = await import('@/lib/backup/back-up')
const [ownerUrl, applicationUrl] =
  of === 'main'
    ? [env.DATABASE_OWNER_URL, env.DATABASE_URL]
    : [env.KEYS_DATABASE_OWNER_URL, env.KEYS_DATABASE_URL]
if (!ownerUrl || !applicationUrl) throw new Error('The owner of the database has to be named')
const { tables, takenAt, digest } = await backUp({ folder, of, ownerUrl, applicationUrl })
const rows = tables.reduce((sum, table) => sum + table.rows, 0)
console.log(`${rows} rows of ${tables.length} tables, as of ${takenAt}, in ${folder}`)
console.log(`Write down, apart from it: --sha256 ${digest}`)
process.exit(0)
