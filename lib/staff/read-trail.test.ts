import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { Client } from 'pg'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { staff } from '@/db/schema/staff'
import { givenApplication, givenConsent, givenPsu, givenTpp } from '@/e2e/fixtures/given-consent'
import { givenColleague } from '@/e2e/fixtures/given-staff'
import { moveClock } from '@/e2e/fixtures/move-clock'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { consentReference } from '@/lib/consent/consent'
import { type AuditFilter, readAuditFilter } from './audit-filter'
import { startExport, streamExport } from './export-trail'
import { findSecurityEvents } from './find-security-events'
import { readEvent, readTrail, type TrailRow } from './read-trail'

const TPP = await givenTpp('PSDNL-DNB-TRAIL')
await givenApplication(TPP, 'Trail')
const psuId = await givenPsu('Freja Thygesen')
const { consentId } = await givenConsent({ tppId: TPP, psuId, accounts: [] })
const auditor = await givenColleague('audit')
const owner = new Client(process.env.DATABASE_OWNER_URL)

const ask = (given: Record<string, string> = {}): AuditFilter => readAuditFilter(given)
const read = (filter: AuditFilter, staffId = auditor, most = 100) =>
  readTrail({ staffId, filter, before: null, most })

const sharing = async (tag: string) => {
  const at = await now()
  return database().transaction((tx) =>
    recordEvent(tx, {
      at,
      type: 'consent.revoked',
      actor: `psu:${psuId}`,
      subject: `consent:${consentId}`,
      psuId,
      tppId: TPP,
      consentId,
      requestId: null,
      detail: { tag, credentialId: 'a-credential-of-somebody' },
      personal: { reason: 'Freja changed her mind' },
    }),
  )
}

beforeAll(async () => {
  await owner.connect()
  return () => owner.end()
})
afterEach(() => moveClock('0'))

test('without the role, and for one who was shut out, the statement itself finds nothing', async () => {
  const { eventId } = await sharing('roles')
  const blocked = await givenColleague('audit')
  await database().update(staff).set({ status: 'blocked' }).where(eq(staff.id, blocked))
  const strangers = [await givenColleague('read', 'operate', 'approve'), blocked, randomUUID(), psuId]
  for (const staffId of strangers) {
    expect(await read(ask(), staffId)).toEqual([])
    expect(await readEvent({ staffId, eventId })).toBeNull()
    const away = { staffId, rule: '', from: null, to: null, before: null, most: 10 }
    expect(await findSecurityEvents(away)).toEqual([])
  }
  expect(await readEvent({ staffId: auditor, eventId: randomUUID() })).toBeNull()
  expect(await readEvent({ staffId: auditor, eventId })).toMatchObject({ id: eventId })
})

test('nothing that leaves tells who the customer is, or by what a passkey is known', async () => {
  const { eventId } = await sharing('masked')
  const row = await readEvent({ staffId: auditor, eventId })
  expect(row).toMatchObject({
    actor: `psu:…${psuId.slice(-4)}`,
    subject: `consent:${consentId}`,
    detail: { tag: 'masked', credentialId: '…body' },
    sealed: true,
  })
  const text = JSON.stringify([row, await read(ask())])
  for (const secret of [psuId, 'Freja', 'changed her mind', 'a-credential'])
    expect(text).not.toContain(secret)
})

test('an object is found by its reference or id, an unknown one is nothing, and nonsense asks for nothing', async () => {
  const { eventId } = await sharing('object')
  const about = async (ref: string) => (await read(ask({ ref }))).some(({ id }) => id === eventId)
  for (const ref of [consentReference(consentId), consentId, psuId, TPP, TPP.toLowerCase(), eventId])
    expect(await about(ref)).toBe(true)
  for (const ref of [randomUUID(), 'CNS-2222-2222', 'PSDNL-DNB-NOBODY', "' or true --", auditor])
    expect(await about(ref)).toBe(false)
  expect(ask({ type: 'no.such', actor: 'staff:nobody', from: '2026-02-31', to: 'x' })).toEqual(ask())
})

test('by event, by actor and by day', async () => {
  const { eventId } = await sharing('filtered')
  const has = async (given: Record<string, string>) =>
    (await read(ask(given))).some(({ id }) => id === eventId)
  expect(await has({ type: 'consent.revoked', actor: 'psu' })).toBe(true)
  expect(await has({ type: 'consent.refused' })).toBe(false)
  expect(await has({ actor: 'staff' })).toBe(false)
  expect(await has({ actor: `staff:${auditor}` })).toBe(false)
  const today = new Intl.DateTimeFormat('en-CA', {
    timeZone: process.env.BANK_TIME_ZONE ?? 'Europe/Copenhagen',
  })
  const day = today.format(await now())
  expect(await has({ from: day, to: day })).toBe(true)
  expect(await has({ to: '2020-01-01' })).toBe(false)
  expect(await has({ from: '2040-01-01' })).toBe(false)
})

test('pages neither skip nor repeat a row while new ones come, within one microsecond either', async () => {
  const actor = `staff:${await givenColleague('operate')}`
  const insert = (many: number, at: string) =>
    owner.query(
      `insert into audit_events (id, at, type, schema_version, actor, subject, detail)
       select gen_random_uuid(), ${at}, 'tpp.decision-proposed', 1, $1, 'tpp:X', '{}' from generate_series(1, $2)`,
      [actor, many],
    )
  await insert(7, `timestamptz '2026-11-20 09:00:00.000001Z'`)
  await insert(5, `timestamptz '2026-11-20 09:00:00.000002Z'`)
  const seen: TrailRow[] = []
  let before: TrailRow['place'] | null = null
  for (;;) {
    const rows: TrailRow[] = await readTrail({ staffId: auditor, filter: ask({ actor }), before, most: 4 })
    seen.push(...rows)
    before = rows.at(-1)?.place ?? null
    if (rows.length < 4) break
    await insert(1, 'placet_now()')
  }
  expect(seen).toHaveLength(12)
  expect(new Set(seen.map(({ id }) => id)).size).toBe(12)
})

test('whatever is asked, an index answers it in the order of the trail, so it costs the same with any number of rows', async () => {
  await owner.query(
    `insert into audit_events (id, at, type, schema_version, actor, subject, psu_id, tpp_id, consent_id, detail)
     select gen_random_uuid(), now() - n * interval '20 minutes', (array['token.issued','psu.signed-in','consent.received'])[1 + n % 3],
            1, 'psu:' || gen_random_uuid(), 'consent:' || gen_random_uuid(), gen_random_uuid(), 'PSDNL-DNB-' || n % 50,
            gen_random_uuid(), '{}'
     from generate_series(1, 30000) n`,
  )
  await owner.query('analyze audit_events')
  const asked: Record<string, string>[] = [
    {},
    { type: 'consent.revoked' },
    { actor: 'staff' },
    { actor: `staff:${auditor}` },
    { ref: TPP },
    { ref: consentId },
    { ref: psuId },
    { ref: auditor },
    { from: '2026-01-01', to: '2026-12-31' },
  ]
  for (const given of asked) {
    const statements: string[] = []
    const { rows } = await explained(given, statements)
    expect(statements).not.toEqual([])
    expect(rows, JSON.stringify(given)).toBeLessThan(500)
  }
})

/** How many rows the statement of a question had to look at, over all partitions. */
async function explained(given: Record<string, string>, statements: string[]) {
  const pool = database().$client
  const original = pool.query.bind(pool)
  let rows = 0
  const spy = async (...[query, values]: [{ text: string }, unknown[]]) => {
    if (query.text.includes('"audit_events"."sealed_detail" is not null') || query.text.includes('to_char')) {
      statements.push(query.text)
      const plan = await original(`explain (analyze, format json) ${query.text}`, values)
      rows += lookedAt(plan.rows[0]['QUERY PLAN'][0].Plan)
    }
    return original(query as never, values as never)
  }
  Object.assign(pool, { query: spy })
  try {
    await read(ask(given), auditor, 51)
  } finally {
    Reflect.deleteProperty(pool, 'query')
  }
  return { rows }
}

function lookedAt(plan: Plan): number {
  const own = (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops']
  return plan.Plans ? Math.max(own, ...plan.Plans.map(lookedAt)) : own
}

type Plan = {
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Plans?: Plan[]
}

const linesOf = async (stream: ReadableStream<Uint8Array>) =>
  (await new Response(stream).text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

test('an export is noted first, is for who noted it, for fifteen minutes, and says that it is whole', async () => {
  await sharing('exported')
  const filter = ask({ type: 'consent.revoked', ref: consentId })
  const { exportId } = await startExport({ staffId: auditor, filter, requestId: null, now: await now() })
  const other = await givenColleague('audit')
  const refused = { code: 'resource_unknown' }
  await expect(streamExport({ staffId: other, exportId, now: await now() })).rejects.toMatchObject(refused)
  await expect(
    streamExport({ staffId: auditor, exportId: randomUUID(), now: await now() }),
  ).rejects.toMatchObject(refused)
  await sharing('after it was noted')
  const [head, ...rest] = await linesOf(await streamExport({ staffId: auditor, exportId, now: await now() }))
  const last = rest.pop()
  expect(head).toMatchObject({ export: exportId, by: `staff:${auditor}`, filter: { ref: consentId } })
  expect(last).toEqual({ complete: true, events: rest.length })
  expect(rest.map(({ detail }) => detail.tag)).toContain('exported')
  expect(rest.map(({ detail }) => detail.tag)).not.toContain('after it was noted')
  expect(JSON.stringify([head, rest])).not.toContain(psuId)
  expect(await read(ask({ type: 'audit.exported', actor: `staff:${auditor}` }))).toMatchObject([
    { id: exportId, detail: { type: 'consent.revoked', ref: consentId } },
  ])
  await moveClock('15 minutes 10 seconds')
  await expect(streamExport({ staffId: auditor, exportId, now: await now() })).rejects.toMatchObject(refused)
})

test('an export of many rows leaves none out, and breaks off without its last line when the role is taken away', async () => {
  const staffId = await givenColleague('audit')
  const filter = ask({ type: 'token.issued' })
  const { exportId } = await startExport({ staffId, filter, requestId: null, now: await now() })
  const lines = await linesOf(await streamExport({ staffId, exportId, now: await now() }))
  expect(lines.at(-1)).toEqual({ complete: true, events: 10_000 })
  expect(new Set(lines.map(({ id }) => id)).size).toBe(10_001)
  const stream = await streamExport({ staffId, exportId, now: await now() })
  const reader = stream.getReader()
  await reader.read()
  await database().update(staff).set({ status: 'blocked' }).where(eq(staff.id, staffId))
  const readOn = async () => {
    for (let chunks = 0; chunks < 20; chunks++) await reader.read()
  }
  await expect(readOn()).rejects.toMatchObject({ code: 'staff_role_missing' })
})

test('what was turned away is paged by minute, rule and source, and its source stays sealed', async () => {
  await owner.query(
    `insert into security_events (minute, rule, source, count, sealed_source)
     select date_trunc('minute', now()), 'rule.' || n % 2, sha256(n::text::bytea), n, 'sealed' from generate_series(1, 9) n`,
  )
  const asked = { staffId: auditor, rule: '', from: null, to: null }
  const first = await findSecurityEvents({ ...asked, before: null, most: 5 })
  const before = first.at(-1)?.place ?? null
  const rest = await findSecurityEvents({ ...asked, before, most: 100 })
  const counts = [...first, ...rest].map(({ count }) => count)
  expect(counts.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  const ofOne = await findSecurityEvents({ ...asked, rule: 'rule.1', before: null, most: 100 })
  expect(ofOne).toHaveLength(5)
})
