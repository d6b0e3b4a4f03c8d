import 'server-only'
import { Client, DatabaseError, type QueryResultRow } from 'pg'
import { env, timeLimit } from '@/lib/env'
import { type Columns, HotGroup, type HotStatement } from './hot-group'
import { isUnavailable } from './unavailable'

/** On each one group at a time; what comes meanwhile is the next group. Two, so that one slow group does not hold up all. */
const LINES = 2
const GROUP_MAX = 32
/** PostgreSQL looks for deadlocks after a second: a group gives up before, and no transaction of others ever has to. */
const LOCK_MILLIS = 500
/** Longer than any statement may take on the server: from then on nobody expects an answer on that connection. */
const SILENCE_MILLIS = timeLimit(7_000)
/** Far more than a healthy database ever lets wait; beyond it another in the queue would only be told later. */
const WAITING_MAX = 2_000

/**
 * Runs one short, named (so prepared) statement and returns its rows. For the statements of a third party's read;
 * whatever is slow or has several steps belongs on `database()`. Statements that are asked for while others are under way
 * go together: one transaction, one commit, and no answer before it stands. Where one of a group fails, nothing of the
 * group was done, and each is run again by itself. A connection that dies or falls silent fails what it carried and whatever
 * waits, so that nobody queues for a database that is away; it is opened anew.
 */
export function hotQuery<Row extends QueryResultRow>(statement: HotStatement): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    if (pool.waiting.length >= WAITING_MAX) return reject(new Error('Too many wait for the database'))
    pool.waiting.push({ statement, resolve: (rows) => resolve(rows as Row[]), reject })
    // After all that has arrived was read, so that what arrived together goes together.
    pool.next ??= setImmediate(sendWaiting)
  })
}

/** Closes the connections; for programs that end, and for tests. */
export async function closeHotPath(): Promise<void> {
  const open = [...pool.lines.splice(0), pool.alone]
  pool.alone = undefined
  await Promise.allSettled(open.map(async (line) => (await line?.connected)?.end()))
}

function sendWaiting(): void {
  pool.next = undefined
  for (let slot = 0; slot < LINES && pool.waiting.length > 0; slot++) {
    const line = pool.lines[slot] ?? openLine(slot)
    if (!line.busy) void runGroup(line, takeGroup(line.known))
  }
}

/** A statement that its connection does not know yet goes by itself, to be prepared. */
function takeGroup(known: Line['known']): Waiting[] {
  const [first] = pool.waiting
  if (first && !known.has(first.statement.name)) return pool.waiting.splice(0, 1)
  const group: Waiting[] = []
  const later: Waiting[] = []
  for (const one of pool.waiting)
    (group.length < GROUP_MAX && known.has(one.statement.name) ? group : later).push(one)
  pool.waiting = later
  // Locks are taken in one order everywhere, or two groups could wait for each other.
  return group.sort((a, b) => compare(a.statement.order, b.statement.order))
}

const compare = (a = '', b = '') => (a < b ? -1 : a > b ? 1 : 0)

async function runGroup(line: Line, group: readonly Waiting[]): Promise<void> {
  line.busy = true
  try {
    const results = await runOn(line, group)
    for (const [index, { resolve }] of group.entries()) resolve(results[index] ?? [])
  } catch (thrown) {
    for (const one of group)
      if (wasRolledBack(thrown, group.length)) runAlone(one)
      else one.reject(thrown)
    if (isAway(thrown)) for (const one of pool.waiting.splice(0)) one.reject(thrown)
  } finally {
    line.busy = false
    if (pool.waiting.length > 0) pool.next ??= setImmediate(sendWaiting)
  }
}

/** Not a no of the database to one statement, and no fault of ours in one: nobody who waits would be answered either. */
const isAway = (thrown: unknown) => !(thrown instanceof DatabaseError) && isUnavailable(thrown)

/** Only what the database itself said no to was certainly not done; by itself a statement waits for locks. */
function wasRolledBack(thrown: unknown, size: number): boolean {
  if (!(thrown instanceof DatabaseError) || thrown.severity !== 'ERROR') return false
  return size > 1 || thrown.code === LOCK_NOT_AVAILABLE
}

const LOCK_NOT_AVAILABLE = '55P03'

function runAlone({ statement, resolve, reject }: Waiting): void {
  const run = async () => {
    pool.alone ??= open(0, () => {
      pool.alone = undefined
    })
    const [rows = []] = await runOn(pool.alone, [{ statement }])
    resolve(rows)
  }
  // One after the other: a connection carries one group at a time.
  pool.turn = pool.turn.then(run).catch(reject)
}

async function runOn(line: Line, group: readonly Pick<Waiting, 'statement'>[]): Promise<QueryResultRow[][]> {
  const client = await line.connected
  const statements = group.map(({ statement }) => statement)
  let silence: NodeJS.Timeout | undefined
  try {
    return await new Promise((resolve, reject) => {
      silence = setTimeout(() => {
        reject(new Error('The database is silent'))
        // In the middle of a statement that ends the connection itself.
        void client.end()
      }, SILENCE_MILLIS)
      client.query(new HotGroup(statements, line.known, { resolve, reject }))
    })
  } finally {
    clearTimeout(silence)
  }
}

function openLine(slot: number): Line {
  const line = open(LOCK_MILLIS, () => {
    if (pool.lines[slot] === line) pool.lines[slot] = undefined
  })
  pool.lines[slot] = line
  return line
}

function open(lockMillis: number, forget: () => void): Line {
  if (!env.DATABASE_URL) throw new Error('DATABASE_URL is not set')
  const client = new Client({
    connectionString: env.DATABASE_URL,
    connectionTimeoutMillis: timeLimit(5_000),
    statement_timeout: timeLimit(5_000),
    lock_timeout: lockMillis,
    keepAlive: true,
    // Each of these finds its rows by key: one plan fits all values, and planning anew costs more than running.
    options: '-c plan_cache_mode=force_generic_plan',
    application_name: 'placet-hot-path',
  })
  // Without a listener a connection that dies while idle would end the process.
  client.on('error', forget)
  client.on('end', forget)
  const connected = client.connect().then(() => client)
  connected.catch(forget)
  return { connected, known: new Map(), busy: false }
}

type Line = { connected: Promise<Client>; known: Map<string, Columns>; busy: boolean }
type Waiting = {
  statement: HotStatement
  resolve: (rows: QueryResultRow[]) => void
  reject: (cause: unknown) => void
}
type Pool = {
  lines: (Line | undefined)[]
  alone?: Line
  /** The last of those that run alone. */
  turn: Promise<void>
  waiting: Waiting[]
  next?: NodeJS.Immediate
}

// One set per process, even where Next loads this module twice.
const held = Symbol.for('placet.hot-path')
const shared = globalThis as { [held]?: Pool }
const pool: Pool = shared[held] ?? { lines: [], turn: Promise.resolve(), waiting: [] }
shared[held] = pool
