import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { connect } from 'node:tls'
import { eq } from 'drizzle-orm'
import { expect, test, vi } from 'vitest'
import { database } from '@/db/connection'
import { accessLog } from '@/db/schema/audit'
import { securityEvents } from '@/db/schema/security-events'
import { listenerPort, stranger, tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { writeBlocks } from '@/lib/audit/write-blocks'
import { env } from '@/lib/env'

// THR-16: who sends too fast is refused before it costs anything, and nobody else is.

vi.hoisted(() => {
  process.env.LIMIT_TPP_PER_SECOND = '1'
  process.env.LIMIT_STRANGER_PER_SECOND = '4'
  process.env.CONNECTIONS_PER_SOURCE_MAX = '40'
})

// Nothing comes back while a slow machine still sends.
vi.useFakeTimers({ toFake: ['performance'] })

const FLOODER = 'PSDNL-DNB-FLOODS'
const flooder = await tppWithQwac(FLOODER)
const PATH = `/v1/consents/${randomUUID()}/status`
const flood = (wire: typeof flooder, count: number) =>
  Promise.all(Array.from({ length: count }, () => wire.call(PATH, { headers: { connection: 'keep-alive' } })))
const eventsOf = async (rule: string) => {
  await writeBlocks()
  return database().select().from(securityEvents).where(eq(securityEvents.rule, rule))
}

test('a third party that floods is told to wait; another one, and what it does, is not touched', async () => {
  const calm = await tppWithQwac('PSDNL-DNB-CALM')
  const answers = []
  for (let wave = 0; wave < 16; wave++) answers.push(...(await flood(flooder, 4)))
  const refused = answers.filter(({ status }) => status === 429)
  expect(refused.length).toBeGreaterThan(40)
  for (const answer of refused) {
    expect(answer.text).toBe('')
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
    expect(answer.headers['cache-control']).toBe('no-store')
  }
  for (let call = 0; call < 2; call++)
    expect(await calm.call(PATH)).toMatchObject({ status: 403, code: 'CONSENT_UNKNOWN' })
  // A renewed certificate is the same caller.
  const renewed = await flood(await tppWithQwac(FLOODER), 8)
  expect(renewed.filter(({ status }) => status === 429).length).toBeGreaterThan(0)
  const rows = await database().select().from(accessLog).where(eq(accessLog.tppId, FLOODER))
  const served = [...answers, ...renewed].filter(({ status }) => status !== 429)
  expect(rows).toHaveLength(served.length)
})

test('each block is in the security log, counted per minute, with rule, third party and request', async () => {
  const events = await eventsOf('TOO_MANY_REQUESTS')
  const own = events.filter(({ tppId }) => tppId === FLOODER)
  expect(own.length).toBeLessThan(3)
  expect(own.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(40)
  expect(own[0]?.requestId).toMatch(/^[0-9a-f-]{36}$/)
  expect(events.every(({ sealedSource }) => !sealedSource.includes('127.0.0.1'))).toBe(true)
})

test('strangers are one caller per network, and cannot use up what a third party has', async () => {
  const nobody = stranger()
  const answers = []
  for (let wave = 0; wave < 20; wave++) answers.push(...(await flood(nobody, 4)))
  const statuses = answers.map(({ status }) => status)
  expect(statuses.filter((status) => status === 401).length).toBeGreaterThanOrEqual(20)
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(10)
  const known = await tppWithQwac('PSDNL-DNB-BESIDE')
  expect((await known.call(PATH)).code).toBe('CONSENT_UNKNOWN')
  const events = await eventsOf('TOO_MANY_REQUESTS')
  expect(events.some(({ tppId, count }) => tppId === null && count > 5)).toBe(true)
})

test('connections beyond the cap of one network are closed before any handshake', async () => {
  const ca = readFileSync(join(dirname(env.TRUST_ANCHORS), 'root.pem'))
  const sockets = Array.from({ length: 60 }, () =>
    connect({ host: '127.0.0.1', servername: 'localhost', port: listenerPort, ca }),
  )
  const outcomes = await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<string>((resolve) => {
          socket.once('secureConnect', () => resolve('open')).once('error', () => resolve('closed'))
        }),
    ),
  )
  for (const socket of sockets) socket.destroy()
  expect(outcomes.filter((outcome) => outcome === 'open').length).toBeLessThanOrEqual(40)
  expect(outcomes).toContain('closed')
  expect((await eventsOf('TOO_MANY_CONNECTIONS')).length).toBeGreaterThan(0)
})
