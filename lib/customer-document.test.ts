import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Every row that `docs/customer.md` has to have: the research's tables, its screens, and the points of regulation. */
const WANTED = [
  ...numbered('1.2-', 8),
  ...numbered('1.7-', 26),
  ...numbered('W', 18),
  ...numbered('P', 11),
  ...numbered('FD', 7),
  ...numbered('U', 11),
  ...numbered('CDR', 9),
]

const rows = readFileSync('docs/customer.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| (1\.|W|P|FD|U|CDR)\d/.test(line))
  .map((line) => {
    const [, id = '', what = '', where = '', shown = '', note = ''] = line
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim())
    return { id, what, where, shown, note }
  })

test('every row of the research and of regulation stands in the table, once', () => {
  expect(rows.map(({ id }) => id)).toEqual(WANTED)
})

test('a row has a place and a test, or says why not', () => {
  const silent = rows.filter(
    ({ where, shown, note }) => !(where && shown) && !/^Not( yet)?: .{20}/.test(note),
  )
  expect(silent.map(({ id }) => id)).toEqual([])
})

test('each page and file that the table names is there', () => {
  const pages = new Set(readdirSync('app', { recursive: true, encoding: 'utf8' }).flatMap(addressOf))
  const missing = rows.flatMap(({ id, where }) =>
    [...where.matchAll(/`([^`]+)`/g)]
      .map(([, place = '']) => place)
      .filter((place) => (place.startsWith('/') ? !pages.has(place.split('?')[0] ?? '') : !existsSync(place)))
      .map((place) => `${id} ${place}`),
  )
  expect(missing).toEqual([])
})

test('each test that the table names is there, word for word', () => {
  const missing = rows.flatMap(({ id, shown }) =>
    shown
      .split('<br>')
      .filter(Boolean)
      .filter((named) => {
        const [, file, title] = /^`([^`]+)`: (.+)$/.exec(named) ?? []
        return !file || !title || !existsSync(file) || !titlesIn(file).includes(title)
      })
      .map((named) => `${id} ${named}`),
  )
  expect(missing).toEqual([])
})

function numbered(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${name}${index + 1}`)
}

/** The address of a page or handler of `app/`, without groups: `(customer)/page.tsx` is `/`. */
function addressOf(file: string): string[] {
  const [, folder] = /^(.*?)\/?(?:page\.tsx|route\.ts)$/.exec(file) ?? []
  return folder === undefined ? [] : [`/${folder.replace(/\([^)]*\)\/?/g, '')}`]
}

/** The titles of a file's tests as they are written, those of a table of cases with their placeholders. */
function titlesIn(file: string): string[] {
  const written = readFileSync(file, 'utf8').matchAll(
    /\btest(?:\.each\((?:[^()]|\([^()]*\))*\))?\(\s*(['"`])((?:\\.|(?!\1).)*)\1/g,
  )
  return [...written].map(([, , title = '']) => title)
}
