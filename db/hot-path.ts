import 'server-only'
import { Client, type QueryResultRow } from 'pg'
import { env } from '@/lib/env'

/** Pipelined connections run their statements in order; three keep one slow one from holding up all others. */
const CONNECTIONS = 3

/**
 * Runs one short, named (so prepared) statement on a pipelined connection and returns its rows. For the statements of
 * a third party's read, which are each a transaction of their own; whatever is slow or has several steps belongs on
 * `database()`. A connection that dies fails what it carried, and the next statement opens another.
 */
export async function hotQuery<Row extends QueryResultRow>(statement: HotStatement): Promise<Row[]> {
  turn = (turn + 1) % CONNECTIONS
  const slot = turn
  const opened = lines[slot] ?? open(slot)
  const client = opened.ready ?? (await opened.connecting)
  const { rows } = await client.query<Row>(statement)
  return rows
}

/** Closes the connections; for programs that end, and for tests. */
export async function closeHotPath(): Promise<void> {
  const open = lines.splice(0)
  await Promise.allSettled(open.map(async (line) => (await line?.connecting)?.end()))
}

export type HotStatement = { name: string; text: string; values: unknown[] }

// One set per process, even where Next loads this module twice.
const held = Symbol.for('placet.hot-path')
const shared = globalThis as { [held]?: (Line | undefined)[] }
const lines = shared[held] ?? []
shared[held] = lines
let turn = 0

function open(slot: number): Line {
  if (!env.DATABASE_URL) throw new Error('DATABASE_URL is not set')
  const client = new Client({
    connectionString: env.DATABASE_URL,
    pipeline: true,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 5_000,
    keepAlive: true,
    // Each of these finds its rows by key: one plan fits all values, and planning anew costs more than running.
    options: '-c plan_cache_mode=force_generic_plan',
    application_name: 'placet-hot-path',
  })
  const forget = () => {
    if (lines[slot] === line) lines[slot] = undefined
  }
  const connecting = client.connect().then(() => {
    line.ready = client
    return client
  })
  const line: Line = { connecting, ready: null }
  // Without a listener a connection that dies while idle would end the process.
  client.on('error', forget)
  client.on('end', forget)
  connecting.catch(forget)
  lines[slot] = line
  return line
}

type Line = { connecting: Promise<Client>; ready: Client | null }
