import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { runMigrations } from 'graphile-worker'
import { Client } from 'pg'
import { GRANTS } from './grants'

/** Any number, the same for every instance: who holds this advisory lock migrates, the others wait. */
const MIGRATION_LOCK = 4_815_162_342

/**
 * Brings both databases to the schema of this build and grants the application's role exactly `GRANTS`. Under a lock
 * (drizzle's migrator has none), so that instances may start at the same time; a run killed half-way is repeated.
 */
export async function migrateDatabases({
  main,
  keys,
  migrations = defaultMigrations(),
}: MigrateDatabases): Promise<void> {
  await migrateOne({ ...main, folder: join(migrations, 'main'), grants: GRANTS.main, jobs: true })
  await migrateOne({ ...keys, folder: join(migrations, 'keys'), grants: GRANTS.keys, jobs: false })
}

async function migrateOne({ ownerUrl, applicationUrl, folder, grants, jobs }: MigrateOne): Promise<void> {
  const client = new Client(ownerUrl)
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await migrate(drizzle({ client }), { migrationsFolder: folder })
    const role = client.escapeIdentifier(new URL(applicationUrl).username)
    const databaseName = client.escapeIdentifier(new URL(ownerUrl).pathname.slice(1))
    await client.query('begin')
    await client.query(`revoke all on all tables in schema public from ${role}`)
    for (const [rights, tables] of Object.entries(grants))
      await client.query(
        `grant ${rights} on ${tables.map((table) => client.escapeIdentifier(table)).join(', ')} to ${role}`,
      )
    // The job queue keeps a schema of its own, which its library makes and must own.
    if (jobs) await client.query(`grant create on database ${databaseName} to ${role}`)
    await client.query('commit')
    if (jobs) await runMigrations({ connectionString: applicationUrl })
  } finally {
    await client.end()
  }
}

const defaultMigrations = () => join(process.cwd(), 'db', 'migrations')

type MigrateDatabases = {
  main: { ownerUrl: string; applicationUrl: string }
  keys: { ownerUrl: string; applicationUrl: string }
  migrations?: string
}
type MigrateOne = {
  ownerUrl: string
  applicationUrl: string
  folder: string
  grants: Record<string, readonly string[]>
  jobs: boolean
}
