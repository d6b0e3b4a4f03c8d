import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { JobFile } from './job-file'
import { adapterOf } from './layout'
import { rewriterOf } from './rewrite-record'

const NAMES = ['a', 'b', 'c']
const KEY = Buffer.alloc(32, 7)
const phone = { class: 'contact', alphabet: 'digits', width: 8 }

test('a column stands where another CSV library wrote it', () => {
  const cell = fc.string({ unit: fc.constantFrom('x', 'y', '"', ',', ';', '\n', ' ') })
  const csv = adapterOf({ format: 'csv', delimiter: ',', header: false, columns: NAMES }, NAMES)
  fc.assert(
    fc.property(fc.tuple(cell, cell, cell), (cells) => {
      const record = stringify([cells], { record_delimiter: '\n', escape_formulas: false }).slice(0, -1)
      const read = csv.places(record).map(({ start, end }) => record.slice(start, end).replaceAll('""', '"'))
      expect(read).toEqual(cells)
    }),
  )
})

const LAYOUTS = {
  pattern: {
    layout: { format: 'pattern', pattern: '(?<kind>01)(?<phone>.{8})(?<share>[YN ])(?<rest>.*)' },
    row: '0112345678Yå "rest" of it',
    faults: ['0212345678Yå', '0112345678Xå', '011234567'],
  },
  json: {
    layout: { format: 'json-lines' },
    row: '{ "x": [1, {"phone":"9"}],\t"holder": {"phone" :"12345678"}, "share":"Y", "y":"Å\\n" }',
    faults: [
      '{"holder":{"phone":12345678},"share":"Y"}',
      '{"holder":{"phone":"12345678","phone":"12345678"},"share":"Y"}',
      '{"holder":{"phone":"1234567\\u0038"},"share":"Y"}',
      '{"holder":{},"share":"Y"}',
      '{"holder":{"phone":"12345678"},"share":"Y",}',
      '{"holder":{"phone":"12345678"},"share":"Y"} //',
      '[]',
      '',
    ],
  },
}

test.each([
  ['fixed fields by a pattern', LAYOUTS.pattern, 'phone'],
  ['JSON lines', LAYOUTS.json, 'holder.phone'],
] as const)(
  '%s: only the token changes, and comes back; what does not fit is refused',
  (_name, { layout, row, faults }, field) => {
    const rewriter = rewriterOf(jobOf({ layout, protected: { [field]: phone } }), KEY)
    const bytes = Buffer.from(`${row}\r\n`).toString('latin1')
    const token = rewriter.turn(rewriter.read(bytes), 'protect')
    expect(token.length).toBe(bytes.length)
    expect(token).not.toBe(bytes)
    const differs = [...token].flatMap((character, at) => (character === bytes[at] ? [] : [at]))
    const from = bytes.indexOf('12345678')
    expect(differs.every((at) => at >= from && at < from + 8)).toBe(true)
    expect(rewriter.turn(rewriter.read(token), 'unprotect')).toBe(bytes)
    for (const fault of faults) expect(() => rewriter.read(`${fault}\n`), fault).toThrow()
  },
)

test('what a job may not say is refused before anything is read', () => {
  const refused = (change: object) =>
    JobFile.safeParse(rawJob(change))
      .error?.issues.map(({ message }) => message)
      .join()
  expect(refused({})).toBeUndefined()
  expect(refused({ protected: { phone: { ...phone, width: 5 } } })).toContain('fewer than a million')
  expect(refused({ protected: { phone: { ...phone, keep: 3 } } })).toContain('fewer than a million')
  expect(refused({ protected: { phone: { ...phone, alphabet: '0123,' } } })).toContain(
    'cannot be in an alphabet',
  )
  expect(refused({ protected: { phone: { ...phone, alphabet: '0110' } } })).toContain('stands twice')
  expect(refused({ protected: { phon: phone } })).toContain('phon must be exactly one of the columns')
  expect(refused({ protected: { share: phone } })).toContain('cannot be a preference')
  expect(refused({ layout: { format: 'pattern', pattern: '(' } })).toContain('is no regular expression')
  expect(refused({ layout: { format: 'pattern', pattern: '(?<phone>.*)' } })).toContain('share')
  expect(refused({ basis: { kind: 'opt-out', legalBasis: ' ' } })).toContain('>=10')
  expect(refused({ surprise: true })).toContain('surprise')
})

test('a class that no file may carry stays a token, whatever the customer says', () => {
  const job = jobOf({ protected: { phone: { ...phone, class: 'nationalNumber' } } })
  const rewriter = rewriterOf(job, KEY)
  const token = rewriter.turn(rewriter.read('12345678,Y\n'), 'protect')
  expect(token).not.toBe('12345678,Y\n')
  expect(rewriter.turn(rewriter.read(token), 'unprotect')).toBe(token)
})

const rawJob = (change: object) => ({
  name: 'j',
  input: 'i',
  output: 'o',
  layout: { format: 'csv', columns: ['phone', 'share'] },
  protected: { phone },
  preference: { from: 'row', field: 'share', yes: 'Y', no: 'N' },
  recipient: { certificate: 'c', use: 'web' },
  ...change,
})
const jobOf = (change: object) => JobFile.parse(rawJob(change))
