import { inspect } from 'node:util'
import { eq, sql } from 'drizzle-orm'
import pino from 'pino'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { hotQuery } from '@/db/hot-path'
import { psus } from '@/db/schema/psus'
import { logOptions, quietConsole } from './log'
import { NEVER_AT_THE_TOP, NEVER_LOGGED } from './never-logged'
import { quietLogger } from './worker/start-worker'

const SECRET = 'DK5000400440116243\n    at Anna Andersen'
const WORDS = ['DK5000400440116243', 'Anna Andersen']

/** Statements that fail, each with a value that PostgreSQL or a library quotes in what it throws. */
const FAILING: [string, () => Promise<unknown>][] = [
  ['a value that does not fit', () => database().execute(sql`select ${SECRET}::uuid`)],
  ['a built statement', async () => database().select().from(psus).where(eq(psus.id, SECRET))],
  ['a value that is there already', duplicate],
  ['a statement of the hot path', () => hotQuery({ name: 'x', text: 'select $1::uuid', values: [SECRET] })],
  ['the driver alone', () => database().$client.query('select $1::int', [SECRET])],
]

async function duplicate() {
  await database().transaction(async (tx) => {
    await tx.execute(sql`create temporary table once (words text primary key) on commit drop`)
    for (const _ of [1, 2]) await tx.execute(sql`insert into once values (${SECRET})`)
  })
}

const thrownBy = (work: () => Promise<unknown>) =>
  work().then(
    () => expect.unreachable('the statement succeeded'),
    (thrown: Error) => thrown,
  )

/** Every way in which code of ours, or a library's, could hand a fault to the log. */
const WAYS: [string, (log: pino.Logger, thrown: Error) => void][] = [
  ['as err', (log, err) => log.error({ err }, 'It failed')],
  ['without words', (log, err) => log.error({ err })],
  ['by itself', (log, err) => log.error(err)],
  ['as a cause', (log, cause) => log.error({ err: new Error('Reading', { cause }) }, 'It failed')],
  ['as a cause of a cause', (log, cause) => log.error({ err: nested(cause) }, 'It failed')],
  ['among others', (log, one) => log.error({ err: new AggregateError([one], 'Some failed') }, 'It failed')],
]

const nested = (cause: Error) => new Error('Approving', { cause: new Error('Reading', { cause }) })

test.each(FAILING)('no value of a failed statement reaches the log: %s', async (_what, work) => {
  const thrown = await thrownBy(work)
  for (const [way, write] of WAYS) {
    const lines = linesOf((log) => write(log, thrown))
    expect(lines, way).toHaveLength(1)
    for (const word of WORDS) expect(lines[0], way).not.toContain(word)
    expect(lines[0], way).toContain('A statement failed')
  }
})

test('nor by a job that failed, nor by what Next prints', async () => {
  const error = await thrownBy(() => database().execute(sql`select ${SECRET}::uuid`))
  const lines = linesOf((log) => {
    const told = `Failed task 1 with error '${error.message}'`
    quietLogger(log).scope({ label: 'job' }).error(told, { failure: true, error })
    const console = { error: (...said: unknown[]) => log.error({ said: inspect(said, { depth: 9 }) }) }
    quietConsole(console)
    console.error(error)
  })
  expect(lines).toHaveLength(2)
  for (const line of lines) {
    for (const word of WORDS) expect(line).not.toContain(word)
    expect(line).toContain('A statement failed')
  }
})

test('what failed can still be found: its kind, its code and its place', async () => {
  const err = await thrownBy(() => database().execute(sql`select ${SECRET}::uuid`))
  const [line = ''] = linesOf((log) => log.error({ err }, 'It failed'))
  expect(JSON.parse(line)).toMatchObject({
    msg: 'It failed',
    err: {
      message: 'A statement failed',
      stack: expect.arrayContaining([expect.stringContaining('    at ')]),
      cause: { type: 'error', code: '22P02', message: 'A statement failed' },
    },
  })
})

test.each(NEVER_LOGGED)(
  'a field named %s is never logged, at the top nor up to two levels below',
  (field) => {
    const one = { [field]: 'canary' }
    const lines = linesOf((log) =>
      log.info({ ...one, a: one, b: { c: { ...one, left: 'stays' } } }, 'Something'),
    )
    expect(lines.join()).not.toContain('canary')
    expect(lines.join()).toContain('stays')
  },
)

test('nor is a code or a name at the top', () => {
  for (const field of NEVER_AT_THE_TOP)
    expect(linesOf((log) => log.info({ [field]: 'canary' }, 'Something')).join()).not.toContain('canary')
})

/** What the product's own log writes, with its own options but for the level, which is silent in tests. */
function linesOf(write: (log: pino.Logger) => void): string[] {
  const lines: string[] = []
  write(pino({ ...logOptions, level: 'trace' }, { write: (line) => void lines.push(line) }))
  return lines
}
