import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 as newId } from 'uuid'
import { beforeEach, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { securityEvents } from '@/db/schema/security-events'
import { EVENTS } from '@/lib/audit/event-catalogue'
import { bankKey } from '@/lib/vault/vault'
import { exportEvents } from './export-events'
import { SIEM_CLASSES, SIEM_EVENTS } from './siem-classes'
import { SIEM_FORMATS } from './siem-formats'

const PERSON = '0198aaaa-0000-7000-8000-00000000abcd'
const AGO = Date.now() - 3_600_000
let cursor: string

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'placet-siem-'))
  cursor = join(folder, 'cursor')
  return () => rm(folder, { recursive: true })
})

async function given(count: number, millis = AGO): Promise<string[]> {
  const sealed = (await bankKey()).seal('audit_events.detail', { iban: 'DK5000400440116243' })
  const rows = Array.from({ length: count }, (_, index) => ({
    id: newId({ msecs: millis + index }),
    at: new Date(millis + index),
    type: 'consent.revoked',
    schemaVersion: 1,
    actor: `psu:${PERSON}`,
    subject: 'consent:0198bbbb-0000-7000-8000-000000000001',
    psuId: PERSON,
    tppId: 'PSDNL-DNB-SIEM',
    consentId: '0198bbbb-0000-7000-8000-000000000001',
    requestId: '0198cccc-0000-7000-8000-000000000001',
    detail: { psuId: PERSON, reason: 'say "no" \\ ]\nthen' },
    sealedDetail: sealed,
  }))
  await database().insert(auditEvents).values(rows)
  return rows.map(({ id }) => id)
}

async function run(given: { format?: 'ecs' | 'syslog'; since?: Date; behindMillis?: number } = {}) {
  const lines: string[] = []
  const { format = 'ecs', since = null, ...rest } = given
  const write = async (text: string) => void lines.push(...text.trimEnd().split('\n'))
  await exportEvents({ format, since, cursor, follow: false, write, ...rest })
  return lines
}
const idsOf = (lines: string[]) => lines.map((line) => JSON.parse(line).event.id as string)

test('every event of the catalogue has a class that ECS knows, and a name that syslog takes', () => {
  expect(Object.keys(SIEM_EVENTS).sort()).toEqual(Object.keys(EVENTS).sort())
  for (const type of Object.keys(EVENTS)) expect(type).toMatch(/^[\x21-\x7e]{1,32}$/)
  for (const { category, type } of Object.values(SIEM_CLASSES)) {
    const expected = category.flatMap((one) => EXPECTED[one] ?? [])
    for (const one of type) expect(expected, `${category} ${one}`).toContain(one)
  }
})

/** "Expected event types" of the categories that are used here: elastic.co/docs/reference/ecs/ecs-allowed-values-event-category. */
const EXPECTED: Record<string, string[]> = {
  api: [
    'access',
    'admin',
    'allowed',
    'change',
    'creation',
    'deletion',
    'denied',
    'end',
    'info',
    'start',
    'user',
  ],
  authentication: ['start', 'end', 'info'],
  configuration: ['access', 'change', 'creation', 'deletion', 'info'],
  database: ['access', 'change', 'info', 'error'],
  iam: ['admin', 'change', 'creation', 'deletion', 'group', 'info', 'user'],
  intrusion_detection: ['allowed', 'denied', 'info'],
  session: ['start', 'end', 'info'],
  threat: ['indicator'],
  web: ['access', 'error', 'info'],
}

test('a customer leaves under a pseudonym of this way alone, the same each time, and nothing sealed leaves', async () => {
  await given(2)
  const [one = '', other = ''] = await run()
  for (const line of [one, other]) {
    expect(line).not.toContain(PERSON)
    expect(line).not.toContain('sealed')
  }
  const [first, second] = [JSON.parse(one), JSON.parse(other)]
  expect(first.user.id).toMatch(/^[0-9a-f]{32}$/)
  expect(first.user.id).toBe(second.user.id)
  expect(first.placet.actor).toBe(`psu:${first.user.id}`)
  expect(first.placet.detail.psuId).toBe(first.user.id)
  expect(first).toMatchObject({
    event: { action: 'consent.revoked', category: ['iam'], type: ['deletion'], outcome: 'success' },
    organization: { id: 'PSDNL-DNB-SIEM' },
    trace: { id: '0198cccc-0000-7000-8000-000000000001' },
  })
})

test('one line an event in syslog, with what would break it escaped', async () => {
  await given(1)
  const [line = ''] = await run({ format: 'syslog' })
  expect(line).toMatch(/^<109>1 \d{4}-\d\d-\d\dT[\d:.]+Z \S+ placet \d+ consent\.revoked \[placet@32473 id="/)
  // Within JSON's own escapes: \" becomes \\\", and the bracket cannot end the element.
  expect(line).toContain(String.raw`say \\\"no\\\" \\\\ \]\\nthen`)
  expect(line.match(/(?<!\\)\]/g)).toHaveLength(1)
  expect(line).not.toContain(PERSON)
})

test('it goes on where it stopped: everything once, in order, over more than a batch', async () => {
  await run()
  const ids = await given(1_203, AGO + 100_000)
  expect(idsOf(await run())).toEqual(ids)
  expect(await run()).toEqual([])
  const more = await given(2, AGO + 200_000)
  expect(idsOf(await run())).toEqual(more)
})

test('killed before it could note how far it came, it repeats under the same ids and leaves nothing out', async () => {
  await run()
  const before = await readFile(cursor, 'utf8')
  const ids = await given(3, AGO + 300_000)
  expect(idsOf(await run())).toEqual(ids)
  await writeFile(cursor, before)
  expect(idsOf(await run())).toEqual(ids)
})

test('a cursor that cannot be read stops it, instead of sending everything again', async () => {
  await writeFile(cursor, '{"trail":')
  await expect(run()).rejects.toThrow()
  await writeFile(cursor, '{"trail":"x"}')
  await expect(run()).rejects.toThrow()
})

test('what a transaction that is still open may have written is waited for, and so is all that is younger', async () => {
  await run()
  const now = { behindMillis: 0 }
  const ids = await database().transaction(async (tx) => {
    const { rows } = await tx.execute<{ begun: string }>('select extract(epoch from now()) * 1000 as begun')
    // Of another one, committed meanwhile: told now, it would put the cursor past what the open one writes.
    const younger = await given(1, Math.ceil(Number(rows[0]?.begun)) + 1)
    await expect.poll(() => Date.now() - Number(rows[0]?.begun)).toBeGreaterThan(5)
    expect(await run(now)).toEqual([])
    return younger
  })
  expect(idsOf(await run(now))).toEqual(ids)
})

test('what was turned away is told when its minute is over, with a source that names nobody', async () => {
  const source = Buffer.from('00112233445566778899aabbccddeeff00', 'hex')
  const sealedSource = (await bankKey()).seal('security_events.source', '203.0.113.7')
  const row = (minutesAgo: number) => ({
    minute: new Date(Math.floor(Date.now() / 60_000 - minutesAgo) * 60_000),
    rule: 'ROLE_INVALID',
    source,
    count: 7,
    sealedSource,
  })
  await run()
  await database()
    .insert(securityEvents)
    .values([row(0), row(5)])
  const lines = await run()
  expect(lines).toHaveLength(1)
  expect(lines[0]).not.toContain('203.0.113.7')
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    event: {
      kind: 'alert',
      action: 'ROLE_INVALID',
      dataset: 'placet.security',
      category: ['intrusion_detection'],
    },
    placet: { count: 7, actor: 'address:00112233445566778899aabbccddeeff' },
  })
})

test('only what happened since a time is told', async () => {
  await rm(cursor, { force: true })
  expect(await run({ since: new Date(Date.now() + 60_000) })).toEqual([])
  expect(Object.keys(SIEM_FORMATS)).toEqual(['ecs', 'syslog'])
})
