import 'server-only'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { Pool } from 'pg'
import { env } from '@/lib/env'

/**
 * The pool of the main database, as the restricted role. One per process even where Next loads this module twice
 * (for the routes and for `instrumentation.ts`) or reloads it.
 */
export function database(): Database {
  return once('placet.database', () => connect(required('DATABASE_URL')))
}

/** The pool of the key database; only `lib/vault` uses it. */
export function keysDatabase(): Database {
  return once('placet.keys-database', () => connect(required('KEYS_DATABASE_URL')))
}

/** Closes both pools; for programs that end, and for tests. */
export async function closeDatabases(): Promise<void> {
  for (const name of ['placet.database', 'placet.keys-database']) {
    const held = registry.get(name)
    registry.delete(name)
    await held?.$client.end()
  }
}

export type Database = NodePgDatabase & { $client: Pool }
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]
/** For statements that are good inside a transaction and outside one. A decision takes a `Transaction`. */
export type Queryable = Database | Transaction

function connect(connectionString: string): Database {
  const pool = new Pool({
    connectionString,
    max: env.DATABASE_CONNECTIONS_MAX,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 15_000,
    application_name: 'placet',
  })
  // A connection that dies while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined)
  return drizzle({ client: pool, casing: 'snake_case' })
}

function required(name: 'DATABASE_URL' | 'KEYS_DATABASE_URL'): string {
  const address = env[name]
  if (!address)
    throw new Error(
      `${name} is not set. Start the bank by an npm script, which brings a PostgreSQL, or set it.`,
    )
  return address
}

const held = Symbol.for('placet.connections')
const shared = globalThis as { [held]?: Map<string, Database> }
const registry: Map<string, Database> = shared[held] ?? new Map()
shared[held] = registry

function once(name: string, make: () => Database): Database {
  const known = registry.get(name)
  if (known) return known
  const made = make()
  registry.set(name, made)
  return made
}
