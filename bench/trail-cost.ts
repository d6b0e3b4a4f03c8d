import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { startEmbeddedPostgres } from '@/db/embedded'
import { migrateDatabases } from '@/db/migrate'
import { cpuSeconds } from './cpu'

// npm run bench:trail: what a checkpoint costs per row, and what the column by which rows are found costs who writes them.
const ROUNDS = 7
const INSERTS = 20_000

const home = await mkdtemp(join(tmpdir(), 'placet-trail-'))
const postgres = await startEmbeddedPostgres(home)
try {
  const { superuserUrl: _nobody, stop: _later, ...addresses } = postgres
  Object.assign(process.env, addresses, { PLACET_HOME: home, SANDBOX: 'on', LOG_LEVEL: 'silent' })
  await migrateDatabases({
    main: { ownerUrl: postgres.DATABASE_OWNER_URL, applicationUrl: postgres.DATABASE_URL },
    keys: { ownerUrl: postgres.KEYS_DATABASE_OWNER_URL, applicationUrl: postgres.KEYS_DATABASE_URL },
  })
  const pid = Number(
    (await readFile(join(home, 'postgres', 'data', 'postmaster.pid'), 'utf8')).split('\n')[0],
  )
  const owner = new Client(postgres.DATABASE_OWNER_URL)
  await owner.connect()
  await costOfCheckpoints(owner, pid)
  await costOfWriting(owner, pid)
  await owner.end()
} finally {
  const { closeDatabases } = await import('@/db/connection')
  await closeDatabases()
  await postgres.stop()
  await rm(home, { recursive: true, force: true })
}

async function costOfCheckpoints(owner: Client, pid: number): Promise<void> {
  const { makeCheckpoint } = await import('@/lib/trail/make-checkpoint')
  for (const rows of [0, 1_000, 20_000]) {
    const [application, database, millis]: number[][] = [[], [], []]
    for (let round = 0; round <= ROUNDS; round++) {
      await owner.query(
        `insert into access_log (call_id, at, tpp_id, certificate_thumbprint, consent_id, psu_id, account_id, method, route,
           status, psu_present, request_id, sealed_psu_address, items)
         select gen_random_uuid(), now() - n * interval '1 millisecond', 'PSDXX-NCA-123456', repeat('a', 43), gen_random_uuid(),
           gen_random_uuid(), gen_random_uuid(), 'GET', '/v1/accounts/{account-id}/balances', 200, true,
           gen_random_uuid()::text, decode(repeat('ab', 60), 'hex'), 1 from generate_series(1, $1::int) n`,
        [Math.max(rows, 1)],
      )
      const before = [process.cpuUsage(), cpuSeconds([pid]), performance.now()] as const
      await makeCheckpoint()
      const used = process.cpuUsage(before[0])
      if (round === 0) continue
      application?.push(used.user + used.system)
      database?.push((cpuSeconds([pid]) - before[1]) * 1e6)
      millis?.push(performance.now() - before[2])
    }
    const [ours = 0, theirs = 0, time = 0] = [application, database, millis].map(middleOf)
    const per =
      rows > 0 ? `${(ours / rows).toFixed(1)} + ${(theirs / rows).toFixed(1)} µs a row` : 'for one row'
    console.log(`${rows} rows: ${per}; ${Math.round(ours)} + ${Math.round(theirs)} µs, ${time.toFixed(0)} ms`)
  }
}

async function costOfWriting(owner: Client, pid: number): Promise<void> {
  await owner.query('create table with_it (like access_log including all)')
  await owner.query('create table without_it (like access_log including all)')
  await owner.query('alter table without_it drop column written_in')
  const costs: Record<string, number[]> = { with_it: [], without_it: [] }
  for (let round = 0; round <= ROUNDS; round++)
    for (const [table, list] of Object.entries(costs)) {
      await owner.query(`truncate ${table}`)
      const before = cpuSeconds([pid])
      await owner.query('begin')
      for (let row = 0; row < INSERTS; row++)
        await owner.query({
          name: table,
          text: `insert into ${table} (call_id, at, tpp_id, consent_id, method, route, status, psu_present)
                 values (gen_random_uuid(), clock_timestamp(), $1, gen_random_uuid(), 'GET', '/v1/accounts', 200, true)`,
          values: ['PSDXX-NCA-123456'],
        })
      await owner.query('commit')
      if (round > 0) list.push(((cpuSeconds([pid]) - before) * 1e6) / INSERTS)
    }
  for (const [table, list] of Object.entries(costs))
    console.log(
      `an insert ${table}: ${middleOf(list).toFixed(2)} µs (${list.map((cost) => cost.toFixed(1)).join(' ')})`,
    )
}

function middleOf(costs: number[] = []): number {
  return costs.toSorted((a, b) => a - b)[Math.floor(costs.length / 2)] ?? Number.NaN
}
