import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { database } from '@/db/connection'
import { publishList, stranger, tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { enterPhase } from '@/lib/health/readiness'
import { WAITING } from '@/lib/metrics/count-waiting'
import { OAUTH, PAGES, routeClass, XS2A } from '@/lib/metrics/route-class'
import { METRICS, watchRequests } from '@/lib/metrics/watch-requests'
import { startWorker } from '@/lib/worker/start-worker'
import { ROUTES as INTERFACE } from '@/lib/xs2a/routes'
import { isManagementPort, type ManagementPort, startManagementPort } from './management-port'

let port: ManagementPort
beforeAll(async () => {
  const started = await startManagementPort(0)
  if (!started) expect.unreachable('it is switched off')
  port = started
  watchRequests(isManagementPort)
})
afterAll(() => port.close())
afterEach(() => vi.useRealTimers())

const ask = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${port.port}${path}`, { method })
const ready = async (path = '/healthz/ready') => {
  // Past what is kept, without waiting for it: an unwrapped key for ten seconds.
  vi.useFakeTimers({ toFake: ['performance', 'Date'], now: begun })
  vi.advanceTimersByTime(elapsed++ * 15_000)
  const answer = await ask(path)
  return {
    status: answer.status,
    ...((await answer.json()) as { phase: string; checks: Record<string, string> }),
  }
}
const begun = Date.now()
let elapsed = 1

async function asOwner(url: string | undefined, statement: string): Promise<void> {
  const owner = new Client(url)
  await owner.connect()
  await owner.query(statement).finally(() => owner.end())
}

test('nothing is ready before the bank is open; alive it is', async () => {
  expect((await ask('/healthz/live')).status).toBe(200)
  expect(await ready()).toMatchObject({ status: 503, phase: 'opening' })
})

test('it tells nothing else, and takes no orders', async () => {
  for (const path of ['/', '/staff', '/xs2a/v1/accounts', '/healthz', '/metrics/'])
    expect((await ask(path)).status).toBe(404)
  for (const path of ['/metrics', '/healthz/ready']) expect((await ask(path, 'POST')).status).toBe(405)
})

test('open, it is ready, with every check by name', async () => {
  enterPhase('open')
  expect(await ready()).toEqual({
    status: 200,
    ready: true,
    phase: 'open',
    checks: {
      database: 'ok',
      'keys-database': 'ok',
      'key-encryption-key': 'ok',
      'signing-keys': 'ok',
      revocation: 'ok',
    },
  })
})

test('a stale list of revoked certificates takes third parties away, and leaves customers their pages', async () => {
  await publishList(-30)
  // The folder is looked at once a second.
  await expect.poll(async () => (await ready()).checks.revocation).toBe('failed')
  expect((await ready()).status).toBe(503)
  expect((await ready('/healthz/ready/people')).status).toBe(200)
  await publishList(0)
  await expect.poll(async () => (await ready()).status).toBe(200)
})

const FAULTS = [
  [
    'database',
    process.env.DATABASE_OWNER_URL,
    'alter function placet_now() rename to placet_away',
    'alter function placet_away() rename to placet_now',
  ],
  [
    'signing-keys',
    process.env.DATABASE_OWNER_URL,
    'alter table signing_keys rename to signing_keys_away',
    'alter table signing_keys_away rename to signing_keys',
  ],
  [
    'key-encryption-key',
    process.env.KEYS_DATABASE_OWNER_URL,
    `update vault_keys set kek_id = reverse(kek_id)`,
    `update vault_keys set kek_id = reverse(kek_id)`,
  ],
] as const

test.each(FAULTS)(
  'without its %s it is not ready, and is again when that is back',
  async (check, url, off, on) => {
    await asOwner(url, off)
    // An unwrapped key is kept for ten seconds.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + elapsed * 60_000 })
    const found = await ready()
    await asOwner(url, on)
    expect(found).toMatchObject({ status: 503, checks: { [check]: 'failed' } })
    expect(await ready()).toMatchObject({ status: 200 })
  },
)

test('requests are counted by door and kind of address, once, and nothing that a caller wrote is a label', async () => {
  const canary = `DK${randomUUID().replaceAll('-', '')}`
  const tpp = await tppWithQwac('PSDNL-DNB-METRIC')
  for (const path of [
    `/v1/accounts/${canary}`,
    `/v1/${canary}`,
    `/${canary}/${canary}`,
    `/v1/accounts?x=${canary}`,
  ])
    await tpp.call(path)
  await stranger().call(`/${canary}`, { door: '' })
  await stranger().call('/v1/consents', { headers: { 'x-request-id': canary } })
  const text = await (await ask('/metrics')).text()
  expect(text).not.toContain(canary)
  const series = seriesOf(text, METRICS.requests.name)
  const total = (door: string, route: string) =>
    series
      .filter(({ labels }) => labels.door === door && labels.route === route)
      .reduce((sum, one) => sum + one.value, 0)
  expect(total('xs2a', 'accounts')).toBe(2)
  expect(total('xs2a', 'other')).toBe(2)
  expect(total('pages', 'other')).toBe(1)
  expect(total('xs2a', 'consents')).toBe(1)
  expect(seriesOf(text, METRICS.refusals.name).map(({ labels }) => labels.code)).toContain(
    'CERTIFICATE_MISSING',
  )
})

test('every metric has the labels of its table, and values that end', async () => {
  const kinds = Object.fromEntries(WAITING.map(({ name, kinds: known }) => [name, [...known]]))
  const values: Record<string, Record<string, readonly string[]>> = {
    [METRICS.requests.name]: { door: DOORS, route: ROUTES, status: STATUSES },
    [METRICS.underWay.name]: { door: DOORS },
    [METRICS.refusals.name]: { door: DOORS },
    placet_database_connections: { database: ['main', 'keys'], state: ['in_use', 'idle', 'waited_for'] },
    ...Object.fromEntries(Object.entries(kinds).map(([name, known]) => [name, { kind: known }])),
  }
  const text = await (await ask('/metrics')).text()
  const ours = allSeries(text).filter(({ name }) => name.startsWith('placet_'))
  expect(new Set(ours.map(({ name }) => name.replace(/_(bucket|sum|count)$/, '')))).toEqual(
    new Set([...Object.keys(values), METRICS.durations.name, 'placet_database_answers']),
  )
  for (const { name, labels } of ours)
    for (const [label, value] of Object.entries(labels)) {
      if (name.startsWith(METRICS.durations.name)) expect(['door', 'route', 'le']).toContain(label)
      else if (label === 'code') expect(value).toMatch(/^[A-Za-z_]{3,50}$/)
      else expect(values[name]?.[label], `${name} ${label}`).toContain(value)
    }
})

test('what waits is told as the database says it, and not as 0 where it says nothing', async () => {
  const worker = await startWorker()
  await worker.stop()
  await database().execute(
    sql`select graphile_worker.add_job('housekeeping', run_at => now() - interval '1 hour')`,
  )
  const jobs = async () => seriesOf(await (await ask('/metrics')).text(), 'placet_jobs')
  expect((await jobs()).find(({ labels }) => labels.kind === 'due')?.value).toBe(1)
  await asOwner(process.env.DATABASE_OWNER_URL, 'alter table incidents rename to incidents_away')
  const text = await (await ask('/metrics')).text()
  await asOwner(process.env.DATABASE_OWNER_URL, 'alter table incidents_away rename to incidents')
  expect(seriesOf(text, 'placet_database_answers')[0]?.value).toBe(0)
  expect(seriesOf(text, 'placet_jobs')).toEqual([])
})

test('every folder of pages has a class of its own', () => {
  const folders = ['app', 'app/(customer)'].flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? one.name : [])),
  )
  const named = folders.filter(
    (name) => /^[a-z-]+$/.test(name) && !['xs2a', 'oauth', 'certificate', 'api'].includes(name),
  )
  expect([...named].sort()).toEqual([...PAGES].sort())
  expect(routeClass('/interaction/abc?x=1')).toEqual({ door: 'pages', route: 'interaction' })
})

test('every path of the interface has a class of its own', () => {
  const named = INTERFACE.map(({ path }) => path.split('/')[2] ?? '')
  expect([...new Set(named)].sort()).toEqual([...XS2A].sort())
})

const DOORS = ['xs2a', 'oauth', 'pages']
const ROUTES = [...XS2A, ...OAUTH, ...PAGES, 'discovery', 'certificate', 'files', 'home', 'other']
const STATUSES = ['aborted', ...Array.from({ length: 500 }, (_, index) => String(100 + index))]

const seriesOf = (text: string, of: string) => allSeries(text).filter(({ name }) => name === of)

function allSeries(text: string): Series[] {
  return text.split('\n').flatMap((line) => {
    const [, name = '', labels = '', value = ''] = /^([a-z_]+)(?:\{(.*)\})? ([^ ]+)$/.exec(line) ?? []
    if (name === '') return []
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', text = '']) => [key, text])
    return { name, labels: Object.fromEntries(pairs), value: Number(value) }
  })
}

type Series = { name: string; labels: Record<string, string>; value: number }
