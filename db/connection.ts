import 'server-only'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { Pool, type PoolConfig } from 'pg'
import { env, timeLimit } from '@/lib/env'
import { transactionsOf } from './transactions'

/**
 * The pool of the main database, as the restricted role. One per process even where Next loads this module twice
 * (for the routes and for `instrumentation.ts`) or reloads it.
 */
export function database(): Database {
  return once('placet.database', () => connect(required('DATABASE_URL'), PROMPT))
}

/**
 * The same database for work that nobody waits for and that may take minutes: a copy, an export, the first checkpoint of a bank
 * with years behind it.
 */
export function patientDatabase(): Database {
  return once('placet.patient-database', () => connect(required('DATABASE_URL'), PATIENT))
}

/** The pool of the key database; only `lib/vault` uses it. */
export function keysDatabase(): Database {
  return once('placet.keys-database', () => connect(required('KEYS_DATABASE_URL'), PROMPT))
}

/** One connection to each database, for whoever asks whether it answers: behind a queue of pages the question would be late. */
export function probes(): readonly Database[] {
  return [
    once('placet.probe', () => connect(required('DATABASE_URL'), PROBE)),
    once('placet.keys-probe', () => connect(required('KEYS_DATABASE_URL'), PROBE)),
  ]
}

/** Closes all pools; for programs that end, and for tests. */
export async function closeDatabases(): Promise<void> {
  for (const name of POOLS) {
    const held = registry.get(name)
    registry.delete(name)
    await held?.$client.end()
  }
}

const POOLS = [
  'placet.database',
  'placet.patient-database',
  'placet.keys-database',
  'placet.probe',
  'placet.keys-probe',
]

export type Database = NodePgDatabase & { $client: Pool }
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]
/** For statements that are good inside a transaction and outside one. A decision takes a `Transaction`. */
export type Queryable = Database | Transaction

/** `query_timeout`: on a connection on which nothing comes back any more (no RST) the server's own limit never arrives. */
const PROMPT: PoolConfig = {
  max: env.DATABASE_CONNECTIONS_MAX,
  statement_timeout: timeLimit(15_000),
  query_timeout: timeLimit(17_000),
  idle_in_transaction_session_timeout: timeLimit(15_000),
}

const PATIENT: PoolConfig = {
  max: 2,
  statement_timeout: 30 * 60_000,
  idle_in_transaction_session_timeout: 5 * 60_000,
}

const PROBE: PoolConfig = { max: 1, statement_timeout: timeLimit(2_000), query_timeout: timeLimit(2_000) }

function connect(connectionString: string, config: PoolConfig): Database {
  const pool = new Pool({
    connectionString,
    connectionTimeoutMillis: timeLimit(5_000),
    application_name: 'placet',
    ...config,
  })
  // A connection that dies while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined)
  // The same for one that dies in the middle of a transaction: the pool does not listen while it is out.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const connected = drizzle({ client: pool, casing: 'snake_case' })
  connected.transaction = transactionsOf(pool)
  return connected
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
