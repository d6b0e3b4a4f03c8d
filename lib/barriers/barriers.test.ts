import { randomUUID } from 'node:crypto'
import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { and, eq, sql } from 'drizzle-orm'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { POST as send } from '@/app/accessibility/report/route'
import { POST as close } from '@/app/staff/barriers/close/route'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { barrierReports } from '@/db/schema/barrier-reports'
import { outbox } from '@/db/schema/outbox'
import { Browser } from '@/e2e/fixtures/browser'
import { givenEnrolled } from '@/e2e/fixtures/given-staff'
import { now } from '@/lib/clock'
import { stampSource } from '@/lib/limits/source-of'
import { startStaffSession } from '@/lib/session/start-staff-session'
import type { StaffRole } from '@/lib/staff/roles'
import { housekeeping } from '@/lib/worker/housekeeping'
import { BarrierFields } from './barrier-report'
import { closeBarrier } from './close-barrier'
import { countNewBarriers, findClosedBarriers, findNewBarriers } from './find-barriers'
import { reportBarrier } from './report-barrier'

vi.mock('next/headers', async () => (await import('@/e2e/fixtures/browser')).nextHeaders)
vi.mock('next-intl/server', () => ({ getLocale: async () => 'fr' }))

vi.hoisted(() => {
  process.env.LIMIT_PEOPLE_PER_MINUTE = '120'
})

const CONTEXT = { params: Promise.resolve({}) }
const WORDS = 'The list of accounts is read to me without names.'

const post = (fields: Record<string, string> | string, headers: Record<string, string> = {}) =>
  new Request('http://whatever.example/', {
    method: 'POST',
    body: new URLSearchParams(fields).toString(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'http://localhost:3000',
      'sec-fetch-site': 'same-origin',
      ...headers,
    },
  })
const ledTo = (answer: Response) => answer.headers.get('location')
const given = (address: string | null = 'anna@example.com') =>
  reportBarrier({ text: WORDS, place: null, address, language: 'en', requestId: null })
const rowOf = async (id: string) =>
  (await database().select().from(barrierReports).where(eq(barrierReports.id, id)))[0]

async function signedIn(...roles: StaffRole[]): Promise<string> {
  const { staffId, credentialId } = await givenEnrolled(...roles)
  new Browser().use()
  await startStaffSession({ staffId, credentialId, userAgent: null, requestId: null, now: await now() })
  return staffId
}

beforeEach(async () => {
  await database().delete(barrierReports)
  new Browser().use()
})

test.each([
  ['nothing', { text: '', place: '', address: '' }],
  ['four letters', { text: 'help', place: '', address: '' }],
  ['more than anybody reads', { text: 'x'.repeat(2001), place: '', address: '' }],
  ['a sign that nobody sees', { text: `It says ‮${WORDS}`, place: '', address: '' }],
  ['an address of two lines', { text: WORDS, place: '', address: 'a@b.example\nBcc: c@d.example' }],
  ['a place too long', { text: WORDS, place: 'x'.repeat(201), address: '' }],
  ['a field nobody asked for', { text: WORDS, place: '', address: '', state: 'closed' }],
  ['a field less', { text: WORDS, place: '' }],
  ['a field twice', `text=${WORDS}&text=${WORDS}&place=&address=`],
])('a report with %s is refused on its own page and not kept', async (_what, fields) => {
  const answer = await send(post(fields as Record<string, string>), CONTEXT)
  expect(ledTo(answer)).toBe('/accessibility?problem=notUnderstood')
  expect(await findNewBarriers(10)).toEqual([])
})

test('a form of another site keeps nothing', async () => {
  const answer = await send(
    post({ text: WORDS, place: '', address: '' }, { origin: 'https://evil.example' }),
    CONTEXT,
  )
  expect(answer.status).toBe(403)
  expect(await findNewBarriers(10)).toEqual([])
})

test('anybody reports without a session or a name, and staff read it in the words it was written in', async () => {
  const text = `${WORDS}\r\nAlso at 400 %.`
  const answer = await send(post({ text, place: 'Apps with access', address: '' }), CONTEXT)
  expect(ledTo(answer)).toBe('/accessibility?sent')
  const [report] = await findNewBarriers(10)
  expect(report).toMatchObject({
    state: 'new',
    language: 'fr',
    text: `${WORDS}\nAlso at 400 %.`,
    place: 'Apps with access',
    address: null,
  })
})

test('words and address lie sealed, and the trail knows that there is a report and nothing of it', async () => {
  const { id } = await given()
  const row = await rowOf(id)
  for (const sealed of [row?.sealedText, row?.sealedAddress])
    expect(sealed?.toString('latin1')).not.toMatch(/accounts|anna/)
  const [event] = await database()
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.type, 'barrier.reported'), eq(auditEvents.subject, `barrier:${id}`)))
  expect(event).toMatchObject({
    actor: 'anonymous',
    psuId: null,
    sealedDetail: null,
    detail: { language: 'en', wantsAnswer: true },
  })
  const told = await database()
    .select()
    .from(outbox)
    .where(eq(outbox.eventId, event?.id ?? ''))
  expect(told.map(({ audience }) => audience)).toEqual(['staff'])
})

test('while a thousand wait no more are taken in, and one that is closed makes room', async () => {
  const { id } = await given()
  await database().execute(sql`insert into barrier_reports (id, state, language, sealed_text, reported_at)
    select gen_random_uuid(), state, language, sealed_text, reported_at from barrier_reports, generate_series(1, 999)`)
  await expect(given()).rejects.toMatchObject({ code: 'too_many_requests' })
  const { staffId } = await givenEnrolled('operate')
  await closeBarrier({ id, staffId, outcome: 'closed', note: 'Seen.', requestId: null })
  await given()
  expect(await countNewBarriers()).toBe(1000)
})

test('nobody closes a report without a session of staff, nor without the role', async () => {
  const { id } = await given()
  const fields = { id, outcome: 'closed', note: 'Names were added.' }
  expect(ledTo(await close(post(fields), CONTEXT))).toBe('/staff/sign-in')
  await signedIn('read', 'approve', 'audit')
  expect(ledTo(await close(post(fields), CONTEXT))).toBe('/staff/barriers?problem=roleMissing')
  expect((await rowOf(id))?.state).toBe('new')
})

test('an answer needs somebody to answer, a note, and a report that is there and open', async () => {
  const staffId = await signedIn('operate')
  const { id } = await given(null)
  const note = 'Names were added.'
  for (const fields of [
    { id, outcome: 'answered', note },
    { id: randomUUID(), outcome: 'closed', note },
    { id, outcome: 'closed', note: 'ok' },
    { id, outcome: 'new', note },
  ])
    expect(ledTo(await close(post(fields), CONTEXT))).toMatch(/problem=(notHere|notUnderstood)$/)
  expect((await rowOf(id))?.state).toBe('new')
  expect(ledTo(await close(post({ id, outcome: 'closed', note }), CONTEXT))).toBe('/staff/barriers?closed')
  await expect(closeBarrier({ id, staffId, outcome: 'closed', note, requestId: null })).rejects.toMatchObject(
    {
      code: 'already_decided',
    },
  )
  expect(await findNewBarriers(10)).toEqual([])
  expect(await findClosedBarriers(10)).toMatchObject([{ id, state: 'closed', note }])
  const trail = await database()
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.type, 'barrier.closed'), eq(auditEvents.subject, `barrier:${id}`)))
  expect(trail).toMatchObject([{ actor: `staff:${staffId}`, detail: { outcome: 'closed' } }])
})

test('two colleagues who close it at the same moment close it once', async () => {
  const { staffId } = await givenEnrolled('operate')
  const { id } = await given()
  const one = { id, staffId, note: 'Names were added.', requestId: null }
  const outcomes = await Promise.allSettled(
    (['answered', 'closed'] as const).map((outcome) => closeBarrier({ ...one, outcome })),
  )
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('the address goes 30 days after the end and after a year, the report after two years', async () => {
  const ages = {
    justClosed: [29, 29],
    longClosed: [31, 31],
    neverClosed: [366, null],
    waiting: [300, null],
    over: [731, 700],
  } as const
  const ids = new Map<string, string>()
  for (const [name, [reported, closed]] of Object.entries(ages)) {
    const { id } = await given()
    ids.set(name, id)
    await database().execute(sql`update barrier_reports set reported_at = now() - ${reported} * interval '1 day',
      closed_at = now() - ${closed}::int * interval '1 day', state = ${closed === null ? 'new' : 'closed'} where id = ${id}`)
  }
  await housekeeping()
  const left = async (name: string) => {
    const row = await rowOf(ids.get(name) ?? '')
    return row ? (row.sealedAddress ? 'whole' : 'without address') : 'gone'
  }
  expect(await Promise.all(Object.keys(ages).map(left))).toEqual([
    'whole',
    'without address',
    'without address',
    'whole',
    'gone',
  ])
})

test('of one network ten are taken in at once, and the page says that it was too many', async () => {
  // Nothing comes back while a slow machine still sends.
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
  const req = new IncomingMessage(
    Object.defineProperty(new Socket(), 'remoteAddress', { value: '192.0.2.1' }),
  )
  stampSource(req)
  const headers = Object.fromEntries(
    Object.entries(req.headers).map(([name, value]) => [name, String(value)]),
  )
  const places: (string | null)[] = []
  for (let time = 0; time < 12; time++)
    places.push(ledTo(await send(post({ text: WORDS, place: '', address: '' }, headers), CONTEXT)))
  expect(new Set(places.slice(0, 10))).toEqual(new Set(['/accessibility?sent']))
  expect(places.slice(10)).toEqual(Array(2).fill('/accessibility?problem=tooMany'))
  expect(await findNewBarriers(50)).toHaveLength(10)
})

test('what the form may send is what it says it may', () => {
  const longest = { text: 'x'.repeat(2000), place: 'x'.repeat(200), address: 'x'.repeat(200) }
  expect(BarrierFields.safeParse(longest).success).toBe(true)
})
