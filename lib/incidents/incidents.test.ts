import { randomUUID } from 'node:crypto'
import { desc, eq, sql } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { accessLog, auditEvents } from '@/db/schema/audit'
import { incidents } from '@/db/schema/incidents'
import { requestMeasurements } from '@/db/schema/measurements'
import { refusedCalls } from '@/db/schema/refused-calls'
import { tppDecisions } from '@/db/schema/tpp-decisions'
import { tpps } from '@/db/schema/tpps'
import { givenApplication, givenConsent, givenPsu, givenTpp } from '@/e2e/fixtures/given-consent'
import { ledgerUnavailable } from '@/lib/core-banking/ledger-unavailable'
import { takeSilence } from '@/lib/core-banking/silence'
import { closeQuiet } from './close-quiet'
import { countOpenIncidents, findIncidents } from './find-incidents'
import { interfaceState } from './interface-state'
import { noticeIncidents } from './notice-incidents'
import { seeIncident } from './see-incident'
import { noticeSilence } from './start-noticing-silence'

let tppId: string

beforeEach(async () => {
  await database().delete(incidents)
  await database().delete(requestMeasurements)
  await database().delete(refusedCalls)
  takeSilence()
  tppId = await givenTpp(`PSDNL-DNB-${randomUUID()}`)
  await givenApplication(tppId, `Saldo ${tppId}`)
})

const shared = async (status: 'valid' | 'expired' = 'valid') =>
  givenConsent({ tppId, psuId: await givenPsu(), accounts: [], status })

async function measured(calls: number, faults: number, minutesAgo = 1): Promise<void> {
  await database().execute(sql`
    insert into request_measurements (id, at, channel, route, status, duration_micros, error_cause)
    select gen_random_uuid(), placet_now() - make_interval(mins => ${minutesAgo}::int), 'tpp', '/v1/accounts', 200, 1,
           case when n <= ${faults}::int then 'bank' end
    from generate_series(1, ${calls}::int) as n`)
}

async function refused(minutesAgo = 1): Promise<void> {
  const at = sql`placet_now() - make_interval(mins => ${minutesAgo}::int)`
  await database().insert(refusedCalls).values({
    thumbprint: randomUUID(),
    reason: 'REVOKED',
    minute: at,
    tppId,
    count: 1,
    lastAt: at,
    method: 'GET',
    route: '/v1/accounts',
    status: 401,
    code: 'CERTIFICATE_REVOKED',
  })
}

const servedNow = () =>
  database().insert(accessLog).values({
    callId: randomUUID(),
    at: sql`placet_now()`,
    tppId,
    method: 'GET',
    route: '/v1/accounts',
    status: 200,
    psuPresent: false,
  })

const open = () => findIncidents({ open: true, limit: 10 })
const eventsOf = (id: string) =>
  database()
    .select({ type: auditEvents.type, actor: auditEvents.actor, tppId: auditEvents.tppId })
    .from(auditEvents)
    .where(eq(auditEvents.subject, `incident:${id}`))
    .orderBy(desc(auditEvents.at))
const later = (minutes: number) =>
  database()
    .update(incidents)
    .set({ lastSeenAt: sql`last_seen_at - make_interval(mins => ${minutes}::int)` })

test('where nothing is wrong nothing is opened', async () => {
  await shared()
  await measured(1_000, 0)
  await noticeIncidents()
  await noticeSilence()
  expect(await open()).toEqual([])
})

test.each([
  ['one fault among few calls at night', 19, 19, 1],
  ['less than one call in twenty', 1_000, 49, 1],
  ['faults of an hour ago', 100, 100, 60],
])('%s is no incident', async (_what, calls, faults, minutesAgo) => {
  await measured(calls, faults, minutesAgo)
  await noticeIncidents()
  expect(await open()).toEqual([])
})

test('a refused certificate that keeps nobody from anything is no incident', async () => {
  await shared('expired')
  await refused()
  await noticeIncidents()
  expect(await open()).toEqual([])
})

test('a certificate that was refused before the last call that got through is none either', async () => {
  await shared()
  await refused()
  await servedNow()
  await noticeIncidents()
  expect(await open()).toEqual([])
})

test('a pause that two of staff decided is known to them', async () => {
  await shared()
  await paused(randomUUID())
  await noticeIncidents()
  expect(await open()).toEqual([])
})

async function paused(by: string | null): Promise<void> {
  const at = new Date()
  await database().update(tpps).set({ status: 'paused' }).where(eq(tpps.id, tppId))
  await database()
    .insert(tppDecisions)
    .values({
      id: randomUUID(),
      tppId,
      action: 'pause',
      state: 'approved',
      ground: 'licence-withdrawn',
      note: 'For the test',
      requestedBy: by,
      requestedAt: at,
      decidedBy: by && randomUUID(),
      decidedAt: at,
    })
}

test('silent books, faults, a refused certificate, a withdrawal: each opens once, whoever and however often', async () => {
  await shared()
  await measured(1_000, 50)
  await refused()
  await paused(null)
  ledgerUnavailable()
  ledgerUnavailable()
  await Promise.all([noticeIncidents(), noticeIncidents(), noticeSilence(), noticeSilence()])
  await noticeIncidents()
  const found = await open()
  expect(found.map(({ rule, tpp }) => [rule, tpp?.id ?? null]).sort()).toEqual([
    ['books-silent', null],
    ['certificate-blocks', tppId],
    ['own-faults', null],
    ['paused-by-register', tppId],
  ])
  expect(await countOpenIncidents()).toBe(4)
  for (const { id, tpp } of found)
    expect(await eventsOf(id)).toEqual([{ type: 'incident.opened', actor: 'system', tppId: tpp?.id ?? null }])
})

test('it is closed when no sign of it was seen for its time, not before; the next one is another', async () => {
  const silent = { rule: 'books-silent', about: 'bank' } as const
  await seeIncident(silent)
  const [first] = await open()
  await later(9)
  await closeQuiet()
  expect(await countOpenIncidents()).toBe(1)
  await later(2)
  await closeQuiet()
  expect(await open()).toEqual([])
  expect((await eventsOf(first?.id ?? '')).map(({ type }) => type)).toEqual([
    'incident.closed',
    'incident.opened',
  ])
  await seeIncident(silent)
  expect((await open())[0]?.id).not.toBe(first?.id)
  expect(await findIncidents({ open: false, limit: 10 })).toHaveLength(1)
})

test('anybody reads of the bank’s own incidents, and of nobody else’s', async () => {
  await seeIncident({ rule: 'certificate-blocks', about: tppId })
  await seeIncident({ rule: 'books-silent', about: 'bank' })
  const state = await interfaceState()
  expect(state.incidents.map(({ rule }) => rule)).toEqual(['books-silent'])
  expect([state.interface.is, state.books.is]).toEqual(['up', 'partly'])
  expect(JSON.stringify(state)).not.toContain(tppId)
  await database().delete(incidents)
  // Looked at anew every few seconds, however many ask.
  expect(await interfaceState()).toBe(state)
})
