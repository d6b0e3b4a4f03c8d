import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { type ActivityRow, type CsvWords, toCsv, toJson } from './activity-file'

const ROW: ActivityRow = {
  time: '2026-11-21T08:12:00.123456Z',
  day: '2026-11-21',
  event: 'looks',
  what: 'Saldo looked twice',
  app: 'Saldo',
  permission: 'CNS-7F2K-93QD',
  payment: null,
  amount: null,
  currency: null,
  payee: null,
  person: null,
  told: null,
  withYou: 2,
  whileAway: 0,
  failed: 0,
  calls: 2,
}
const GERMAN: CsvWords = {
  head: (column) => (column === 'time' ? 'Zeit' : column),
  timeZone: 'Europe/Copenhagen',
}
async function* rows(...changes: Partial<ActivityRow>[]) {
  for (const change of changes) yield { ...ROW, ...change }
}
const linesOf = async (...changes: Partial<ActivityRow>[]) =>
  (await text(toCsv(rows(...changes), GERMAN))).replace(/^\uFEFF/, '').split('\r\n')

test('a cell that a spreadsheet would run is text', async () => {
  for (const told of ['=HYPERLINK("https://x")', '+1', '-1', '@SUM(A1)', '\tx']) {
    const [, line = ''] = await linesOf({ told })
    expect(line).toContain("'")
    expect(line.split(',').some((cell) => /^"?[=+\-@\t]/.test(cell))).toBe(false)
  }
})

test('quotes, commas and line ends stay in their cell', async () => {
  const lines = await linesOf({ app: 'Ledger, "Inc"', told: 'a\nb' })
  expect(lines[1]).toContain('"Ledger, ""Inc"""')
  expect(lines[1]).toContain('"a\nb"')
  expect(lines).toHaveLength(3)
})

test('a head line is there even where nothing happened', async () => {
  expect(await linesOf()).toEqual([expect.stringMatching(/^"Zeit","day","event","what","app",/), ''])
})

test('a time is that of the bank’s clocks, whatever the server’s are', async () => {
  const [, line] = await linesOf({})
  expect(line).toMatch(/^"2026-11-21 09:12","2026-11-21",/)
})

test('JSON is one object, whatever the number of entries', async () => {
  for (const count of [0, 1, 3]) {
    const file = await text(
      toJson(rows(...Array.from({ length: count }, () => ({ told: '"}]' }))), { bank: 'Nordhavn' }),
    )
    const read = JSON.parse(file)
    expect(read.bank).toBe('Nordhavn')
    expect(read.entries).toHaveLength(count)
  }
})

test('a fault on the way breaks the file off instead of ending it', async () => {
  async function* broken() {
    yield ROW
    throw new Error('the database went away')
  }
  await expect(text(toCsv(broken(), GERMAN))).rejects.toThrow()
  await expect(text(toJson(broken(), {}))).rejects.toThrow()
})
