import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { givenPsu } from '@/e2e/fixtures/given-consent'
import { endVersions } from '@/lib/resealing/end-versions'
import { rotateDataKeys } from '@/lib/resealing/rotate-data-keys'
import { vaultKeysById } from '@/lib/vault/vault'

// Rows are sealed anew under who reads and writes them, and whoever does it is killed. With RESEAL_KILLS (npm run test:rotation)
// the instances run since before the rotation, and nobody moves a clock.
const KILLS = Number(process.env.RESEAL_KILLS ?? 3)
const REAL_TIME = process.env.RESEAL_KILLS !== undefined
const CUSTOMERS = 50 * KILLS

const keys = new Client(process.env.KEYS_DATABASE_OWNER_URL)
const owner = new Client(process.env.DATABASE_OWNER_URL)
beforeAll(() => Promise.all([keys.connect(), owner.connect()]))
afterAll(() => Promise.all([keys.end(), owner.end()]))

test('nothing is lost and nothing unreadable while rows are sealed anew by one who is killed again and again', async () => {
  // All at once: a program takes longer to start than to do its work.
  const jobs = Array.from({ length: KILLS + 1 }, () => start())
  const instances = [start(), start()]
  const psuIds: string[] = []
  while (psuIds.length < CUSTOMERS) psuIds.push(await givenPsu())
  const written = new Map<string, string>()
  const faults: string[] = []
  const users = () => Promise.all(instances.map((instance) => startUser(instance, psuIds, written, faults)))
  const early = REAL_TIME ? await users() : []
  await rotateDataKeys({ all: true })
  if (REAL_TIME) await isReplaced()
  else await keys.query(`update vault_keys set created_at = created_at - interval '5 minutes'`)
  const running = REAL_TIME ? early : await users()
  for (const [place, user] of running.entries())
    user.send({ does: 'write', mine: psuIds.filter((_, nth) => nth % 3 === place) })
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const job = await next(jobs)
    const gone = once(job, 'exit')
    job.send({ does: 'reseal' })
    await expect.poll(left, { interval: 1 }).toBeLessThanOrEqual(CUSTOMERS * (1 - kill / (KILLS + 1)))
    job.kill('SIGKILL')
    await gone
  }
  const last = await next(jobs)
  last.send({ does: 'reseal' })
  const [{ resealed }] = await once(last, 'message')
  last.kill('SIGKILL')
  for (const user of running) user.kill('SIGKILL')
  await Promise.all(running.map((user) => user.exitCode ?? user.signalCode ?? once(user, 'exit')))
  expect(resealed).toBeGreaterThan(0)
  expect(await left()).toBe(0)
  expect(faults).toEqual([])
  expect(written.size).toBeGreaterThan(0)
  const { rows } = await owner.query<{ id: string; key_id: string; sealed_name: Buffer }>(
    'select id, key_id, sealed_name from psus',
  )
  const keyIds = rows.map(({ key_id }) => key_id)
  // What this process knows of the keys may be of before the clock was moved: who meets a stranger forgets the key, and asks anew.
  for (const [place, key] of (await vaultKeysById(keyIds)).entries())
    try {
      key?.open('psus.name', rows[place]?.sealed_name ?? Buffer.alloc(0))
    } catch {}
  const held = await vaultKeysById(keyIds)
  for (const [place, { id, sealed_name }] of rows.entries()) {
    const [name, told] = [held[place]?.open<string>('psus.name', sealed_name), written.get(id)]
    // Whoever was killed between its writing and its word wrote one more.
    if (told) expect(numberIn(name)).toBeGreaterThanOrEqual(numberIn(told))
    else expect(name).toMatch(new RegExp(`^(Anna Andersen|${id} \\d+)$`))
  }
  await keys.query(`update vault_keys set empty_since = empty_since - interval '2 days'`)
  expect((await endVersions({ backupsDays: 1 })).ended).toBeGreaterThanOrEqual(CUSTOMERS)
})

const numberIn = (name: string | undefined) => Number(name?.split(' ').at(-1))

/** How many names are sealed by a version that was replaced. */
async function left(): Promise<number> {
  const replaced = await keys.query<{ id: string }>(
    `select replace(v.id::text, '-', '') as id from vault_keys v where part = 'changing' and version = 1`,
  )
  const { rows } = await owner.query<{ count: number }>(
    `select count(*)::int as count from psus where encode(substring(sealed_name from 1 for 16), 'hex') = any($1)`,
    [replaced.rows.map(({ id }) => id)],
  )
  return rows[0]?.count ?? -1
}

/** The newest versions have been known for a minute. */
async function isReplaced(): Promise<void> {
  const lately = `select 1 from vault_keys where version > 1 and created_at > now() - interval '61 seconds'`
  await expect.poll(async () => (await keys.query(lately)).rowCount, { interval: 500 }).toBe(0)
}

async function startUser(
  instance: Promise<ChildProcess>,
  all: string[],
  written: Map<string, string>,
  faults: string[],
) {
  const user = await instance
  const reads = once(user, 'message')
  user.send({ does: 'read', all })
  user.on('message', (said: { fault?: string; psuId?: string; name?: string }) => {
    if (said.fault) faults.push(said.fault)
    if (said.psuId && said.name) written.set(said.psuId, said.name)
  })
  await reads
  return user
}

async function start(): Promise<ChildProcess> {
  const child = fork('e2e/races/resealing-process.ts', {
    execArgv: ['--conditions=react-server', '--import', 'tsx'],
  })
  await once(child, 'message')
  return child
}

async function next(jobs: Promise<ChildProcess>[]): Promise<ChildProcess> {
  const job = jobs.shift()
  if (!job) throw new Error('There is no job left to kill')
  return job
}
