import { createPrivateKey } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'

const port = await vi.hoisted(async () => {
  const { placeTrustService } = await import('@/e2e/fixtures/given-recipient')
  return await placeTrustService()
})
const { openTrustService } = await import('@/e2e/fixtures/given-recipient')
const { givenJob, isOpen } = await import('@/e2e/fixtures/given-disclosure')
const { EXAMPLE_HEADER, exampleRow } = await import('./write-example')
const { givenPsu } = await import('@/e2e/fixtures/given-consent')
const { database } = await import('@/db/connection')
const { auditEvents } = await import('@/db/schema/audit')
const { disclosurePreferences } = await import('@/db/schema/disclosure-preferences')
const { marketProfile } = await import('@/lib/market-profile')
const { readJob } = await import('./read-job')
const { protectFile } = await import('./protect-file')
const { openFile } = await import('./open-file')
const { runJob } = await import('./run-job')

const TPP = 'PSDNL-DNB-FILES'
const trust = await openTrustService(port)
afterAll(() => trust.close())
const own = await trust.certify(TPP)
const [seal, qwac] = ['qsealc', 'qwac'].map((name) => join(own, `${name}.pem`))
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'placet-disclosure-'))
})

const NUMBERS = Array.from({ length: 60 }, (_, n) => n)
const PLAIN = EXAMPLE_HEADER + NUMBERS.map((n) => exampleRow(n)).join('')
const at = (name: string) => join(folder, name)
const read = (name: string) => readFileSync(at(name), 'utf8')

test.each(['opt-in', 'opt-out'] as const)('%s gives exactly the expected file', async (kind) => {
  const basis =
    kind === 'opt-in' ? { kind } : { kind, legalBasis: 'GDPR Art. 6(1)(c): a law that tests need' }
  const job = await given({ basis })
  const done = await runJob(job)
  const rows = read('protected.csv').split('\r\n')
  const expected = PLAIN.split('\r\n').map((row, index) =>
    index === 0 || index > NUMBERS.length || isOpen(index - 1, kind) ? row : rows[index],
  )
  expect((await open()).text).toBe(expected.join('\r\n'))
  expect(done.counts).toMatchObject({ rows: 60, unprotected: kind === 'opt-in' ? 20 : 40 })
  expect(existsSync(at('example.disclosed.part')) || existsSync(at('example.disclosed.checkpoint'))).toBe(
    false,
  )
  const events = await eventsOf(done.runId)
  expect(events.map(({ type }) => type).sort()).toEqual(['disclosure.completed', 'disclosure.started'])
  expect(events.every(({ detail }) => JSON.stringify(detail).includes(JSON.stringify(basis)))).toBe(true)
})

test('an opt-out without its legal basis is no job', async () => {
  await expect(given({ basis: { kind: 'opt-out' } })).rejects.toThrow('legalBasis')
})

test('where customers say no once for all, a marker in a row, which cannot know it, is no preference', async () => {
  const job = await given({})
  marketProfile.standingPreferences = true
  await expect(runJob(job)).rejects.toThrow('take the preference from the record')
  marketProfile.standingPreferences = false
  expect(existsSync(at('example.disclosed.part'))).toBe(false)
})

test('no protected field is as it was, and the file that left holds none in plain', async () => {
  await runJob(await given({}))
  const plain = PLAIN.match(/DK50\d{14}|\+45\d{8}/g) ?? []
  const bytes = readFileSync(at('example.disclosed')).toString('latin1')
  expect(plain.length).toBe(120)
  expect(plain.filter((value) => read('protected.csv').includes(value) || bytes.includes(value))).toEqual([])
})

const line = (n: number) => (lines: string[]) => lines[n] ?? ''
test.each<[string, (lines: string[]) => string[], string]>([
  [
    'a header of other columns',
    ([, ...rest]) => ['row,customer,phone,iban,amount,note,share', ...rest],
    'line 1: column 3 of the header is not iban',
  ],
  [
    'a missing column',
    (lines) => lines.with(3, line(3)(lines).replace(/,[YN]?$/, '')),
    'line 4: 6 columns where the job has 7',
  ],
  ['a column too many', (lines) => lines.with(3, `${lines[3]},x`), 'line 4: 8 columns where the job has 7'],
  [
    'another width',
    (lines) => lines.with(4, line(4)(lines).replace('DK50', 'DK5')),
    'line 5: iban is not 18 characters',
  ],
  [
    'another alphabet',
    (lines) => lines.with(4, line(4)(lines).replace(/\+45\d/, '+45O')),
    'line 5: phone is not 11 characters',
  ],
  [
    'a marker nobody knows',
    (lines) => lines.with(5, line(5)(lines).replace(/,[YN]?$/, ',yes')),
    'line 6: share is neither',
  ],
  [
    'a quote that is never closed',
    (lines) => lines.with(6, line(6)(lines).replace('Løn', '"Løn')),
    'line 7: ',
  ],
  ['an empty line', (lines) => lines.toSpliced(6, 0, ''), 'line 7: 1 columns'],
  ['nothing at all', () => [], 'line 1: '],
])('refused with the line, and nothing is left behind: %s', async (_name, change, why) => {
  const job = await given({})
  writeFileSync(at('protected.csv'), change(read('protected.csv').split('\r\n')).join('\r\n'))
  await expect(runJob(job)).rejects.toThrow(why)
  expect(
    ['example.disclosed', 'example.disclosed.part', 'example.disclosed.checkpoint'].filter((name) =>
      existsSync(at(name)),
    ),
  ).toEqual([])
})

test('a certificate that is revoked, or of nobody, gets nothing', async () => {
  const job = await given({})
  const revoked = join(await trust.certify('PSDNL-DNB-GONE', 'R'), 'qsealc.pem')
  const to = (certificate: string) => ({
    ...job,
    job: { ...job.job, recipient: { certificate, use: 'eseal' as const } },
  })
  await expect(runJob(to(revoked))).rejects.toThrow('certificate_revoked')
  // A QWAC is no seal.
  await expect(runJob(to(qwac ?? ''))).rejects.toThrow("the recipient's certificate is refused")
  await expect(runJob(to(job.job.input))).rejects.toThrow('holds no certificate')
  expect(existsSync(at('example.disclosed.part'))).toBe(false)
})

test('a recipient with a key on a curve opens theirs too', async () => {
  await runJob(await given({ recipient: { certificate: qwac, use: 'web' } }))
  expect((await open('qwac')).trailer).toMatchObject({ complete: true, rows: 60, unprotected: 20 })
})

test('cut off, altered, reordered or for another key: the recipient is given nothing', async () => {
  await runJob(await given({}))
  const whole = readFileSync(at('example.disclosed'))
  const tries: [Buffer, string][] = [
    [whole.subarray(0, -1), 'not whole'],
    [whole.subarray(0, whole.length - 400), 'not whole'],
    [Buffer.from(whole.with(whole.length - 3, (whole.at(-3) ?? 0) ^ 1)), 'was altered'],
    [Buffer.concat([whole, Buffer.from('x')]), 'behind the end'],
    [Buffer.from(whole.toString('latin1').replace(TPP, 'PSDNL-DNB-OTHER'), 'latin1'), 'was altered'],
  ]
  for (const [bytes, why] of tries) {
    writeFileSync(at('example.disclosed'), bytes)
    await expect(open()).rejects.toThrow(why)
    expect(existsSync(at('opened.csv')) || existsSync(at('opened.csv.part'))).toBe(false)
  }
  writeFileSync(at('example.disclosed'), whole)
  await expect(open('qwac')).rejects.toThrow('another key')
})

test("by the customer's record: a yes opens, a standing no towards the recipient outweighs it, a stranger stays closed", async () => {
  const yes = await givenPsu('Yes')
  const never = await givenPsu('Never')
  const silent = await givenPsu('Silent')
  const stranger = '00000000-0000-7000-8000-000000000099'
  const people = [yes, never, silent, stranger]
  const about = (psuId: string, kind: 'in-files' | 'never-this-third-party', of: string | null) => ({
    id: crypto.randomUUID(),
    psuId,
    kind,
    about: of,
    createdAt: new Date(),
  })
  await database()
    .insert(disclosurePreferences)
    .values([
      about(yes, 'in-files', null),
      about(yes, 'never-this-third-party', 'PSDNL-DNB-SOMEBODY-ELSE'),
      about(never, 'in-files', null),
      about(never, 'never-this-third-party', TPP),
      about(stranger, 'in-files', null),
    ])
  const plain = EXAMPLE_HEADER + people.map((id, n) => exampleRow(n + 1, id)).join('')
  const job = await given({ preference: { from: 'record', customer: 'customer' } }, plain)
  const { counts } = await runJob(job)
  expect(counts).toEqual({
    rows: 4,
    unprotected: 1,
    leftProtected: { refused: 0, silent: 1, never: 1, unknown: 1 },
  })
  const [opened, kept] = [(await open()).text.split('\r\n'), read('protected.csv').split('\r\n')]
  expect(opened[1]).toBe(plain.split('\r\n')[1])
  expect(opened.slice(2)).toEqual(kept.slice(2))
})

test('a job that was changed, or whose input was, is not gone on with', async () => {
  const job = await given({})
  await leaveHalf(job)
  await expect(runJob({ ...job, hash: 'other' })).rejects.toThrow('the job was changed')
  utimesSync(at('protected.csv'), 1, 1)
  await expect(runJob(job)).rejects.toThrow('the input was changed')
  truncateSync(at('example.disclosed.part'), 10)
  utimesSync(at('protected.csv'), when, when)
  await expect(runJob(job)).rejects.toThrow('gone or too short')
})

test('an output that is there already is not overwritten', async () => {
  const job = await given({})
  await runJob(job)
  await expect(runJob(job)).rejects.toThrow('is there already')
})

const when = new Date('2026-11-01T00:00:00Z')

async function given(change: Record<string, unknown>, plain = PLAIN) {
  const job = await readJob(givenJob(folder, seal ?? '', change))
  writeFileSync(at('plain.csv'), plain)
  await protectFile({ job: job.job, from: at('plain.csv'), to: at('protected.csv') })
  utimesSync(at('protected.csv'), when, when)
  return job
}

/** As a kill would: a checkpoint and a part, and no process. */
async function leaveHalf(job: Awaited<ReturnType<typeof given>>): Promise<void> {
  const gone = new Error('killed')
  const { DisclosedFile } = await import('./disclosed-file')
  const spy = vi.spyOn(DisclosedFile.prototype, 'append').mockRejectedValueOnce(gone)
  await expect(runJob(job)).rejects.toBe(gone)
  spy.mockRestore()
}

async function open(name = 'qsealc') {
  const privateKey = createPrivateKey(readFileSync(join(own, `${name}.key`)))
  const trailer = await openFile({ from: at('example.disclosed'), to: at('opened.csv'), privateKey })
  return { trailer, text: read('opened.csv') }
}

async function eventsOf(runId: string) {
  const events = await database()
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.subject, 'disclosure:example'))
  return events.filter(({ detail }) => JSON.stringify(detail).includes(runId))
}
