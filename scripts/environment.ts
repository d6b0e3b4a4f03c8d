import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/db/embedded'
import { readEnvironment } from '@/lib/environment'

const NODE_MAJOR_MIN = 24

/**
 * The environment of a program: the one given, completed by the embedded PostgreSQL where no database is named. Set
 * into `process.env`, so that everything loaded afterwards, and every child, finds it.
 */
export async function completeEnvironment(
  defaults: Record<string, string> = {},
): Promise<EmbeddedPostgres | null> {
  requireNode()
  for (const [name, value] of Object.entries(defaults)) process.env[name] ??= value
  const given = readEnvironment(process.env)
  process.env.PLACET_HOME = given.PLACET_HOME
  if (given.DATABASE_URL) return null
  const { mkdir } = await import('node:fs/promises')
  await mkdir(given.PLACET_HOME, { recursive: true })
  const postgres = await startEmbeddedPostgres(given.PLACET_HOME)
  process.env.DATABASE_URL = postgres.DATABASE_URL
  process.env.DATABASE_OWNER_URL = postgres.DATABASE_OWNER_URL
  process.env.KEYS_DATABASE_URL = postgres.KEYS_DATABASE_URL
  process.env.KEYS_DATABASE_OWNER_URL = postgres.KEYS_DATABASE_OWNER_URL
  return postgres
}

function requireNode(): void {
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR_MIN) return
  throw new Error(
    `This is Node ${process.versions.node}; ${NODE_MAJOR_MIN} is needed. Use the npm scripts (npm brings the right one; ` +
      'if it did not, its install script was not allowed to run: npm rebuild node).',
  )
}
