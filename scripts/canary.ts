import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/db/embedded'
import { type Hit, type Mark, Search } from '@/e2e/canary/search'

/**
 * npm run canary (INV-11): a bank of its own with its test customers, marks in what is personal, and a search for them in
 * everything that is written outside the seals, before and after an erasure. Ends with 0 where nothing is found, and where
 * yesterday's copy of the data opens for nobody erased under today's keys.
 */
const STEP_MILLIS = 180_000

const home = mkdtempSync(join(tmpdir(), 'placet-canary-'))
const logs = join(home, 'canary.log')
const postgres = await startEmbeddedPostgres(home)
const data = join(home, 'postgres', 'data')
try {
  process.exitCode = await fly(postgres)
} finally {
  await postgres.stop()
  rmSync(home, { recursive: true, force: true })
}

async function fly({ superuserUrl }: EmbeddedPostgres): Promise<number> {
  run('seed')
  const { marks, columns, silent, keyIds, trail } = run<Marked>('mark')
  console.log(
    `${marks.length} marks from ${columns.length} sealed columns. Without any, for this customer:\n  ${silent.join(', ')}`,
  )
  const before = await search('before the erasure', marks)
  await ask(superuserUrl, 'create database yesterday template placet')
  const erased = run<{ done: string[]; trail: string[] }>('erase')
  const after = await search('after the erasure', marks)
  const yesterday = at(postgres.DATABASE_URL, 'yesterday')
  await ask(at(superuserUrl, 'yesterday'), 'grant usage on schema public to placet_app')
  const opened = run<Opened>('open', keyIds, yesterday)
  const faults = [
    ...[...before, ...after].map(
      ({ where, from, how }) => `${from} lies as ${how} in ${where.replace(home, '')}`,
    ),
    ...(erased.done.length === 1 ? [] : ['the erasure was not carried out']),
    ...(JSON.stringify(erased.trail) === JSON.stringify(trail) ? [] : ['the trail has changed']),
    ...(opened.row === 1 ? [] : ["yesterday's copy does not hold the customer"]),
    ...(opened.erasedKeys + opened.erased === 0 ? [] : [`${opened.erased} values of yesterday still open`]),
    ...(opened.others > 0 ? [] : ['nobody else opens either: this proves nothing']),
  ]
  for (const fault of faults) console.log(`FOUND: ${fault}`)
  console.log(
    `Yesterday's data under today's keys: ${opened.erased} values of the erased customer open, of three others ${opened.others}.`,
  )
  console.log(
    faults.length === 0 ? 'Nothing was found, and the trail has not changed.' : `${faults.length} faults.`,
  )
  return faults.length === 0 ? 0 : 1
}

/** The text of every row of both databases, the files of the server with its log ahead, its log, and the bank's. */
async function search(when: string, marks: readonly Mark[]): Promise<Hit[]> {
  const seeking = new Search(marks)
  const hits: Hit[] = []
  for (const url of [postgres.DATABASE_OWNER_URL, postgres.KEYS_DATABASE_OWNER_URL]) {
    const tables = await ask<{ name: string }>(
      at(postgres.superuserUrl, new URL(url).pathname.slice(1)),
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema')`,
    )
    for (const { name } of tables) {
      const rows = await ask<{ row: string }>(
        at(postgres.superuserUrl, new URL(url).pathname.slice(1)),
        `select t::text as row from ${name} t`,
      )
      hits.push(...seeking.in(`the dump of ${name}`, Buffer.from(rows.map(({ row }) => row).join('\n'))))
    }
  }
  await ask(postgres.superuserUrl, 'checkpoint')
  // The copy of files that a backup makes, and in it the write-ahead log.
  hits.push(
    ...seeking.inFiles(data),
    ...seeking.inFiles(join(home, 'postgres', 'server.log')),
    ...seeking.inFiles(logs),
  )
  console.log(`${when}: ${Math.round(seeking.bytes / 1_000_000)} MB searched, ${hits.length} found`)
  return hits
}

/** A step in a process of its own; what it prints goes into the log that is searched. */
function run<Found>(step: string, words: readonly string[] = [], database = postgres.DATABASE_URL): Found {
  const found = join(home, `${step}.json`)
  const log = openSync(logs, 'a')
  const environment = {
    ...process.env,
    ...{ PLACET_HOME: home, SANDBOX: 'on', LOG_LEVEL: 'debug', DATABASE_URL: database },
    DATABASE_OWNER_URL: postgres.DATABASE_OWNER_URL,
    KEYS_DATABASE_URL: postgres.KEYS_DATABASE_URL,
    KEYS_DATABASE_OWNER_URL: postgres.KEYS_DATABASE_OWNER_URL,
  }
  const program = [
    '--conditions=react-server',
    '--import',
    'tsx',
    'e2e/canary/live.ts',
    step,
    found,
    ...words,
  ]
  const { status } = spawnSync(process.execPath, program, {
    env: environment,
    stdio: ['ignore', log, log],
    timeout: STEP_MILLIS,
  })
  closeSync(log)
  if (status !== 0)
    throw new Error(`${step} ended with ${status}:\n${readFileSync(logs, 'utf8').slice(-4000)}`)
  const answer = JSON.parse(readFileSync(found, 'utf8')) as Found
  // The list of the marks is no place where they may not be.
  rmSync(found)
  return answer
}

async function ask<Row>(url: string, statement: string): Promise<Row[]> {
  const client = new Client(url)
  await client.connect()
  try {
    return (await client.query(statement)).rows as Row[]
  } finally {
    await client.end()
  }
}

function at(url: string, database: string): string {
  return Object.assign(new URL(url), { pathname: `/${database}` }).href
}

type Marked = { marks: Mark[]; columns: string[]; silent: string[]; keyIds: string[]; trail: string[] }
type Opened = { erasedKeys: number; erased: number; others: number; row: number }
