import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ROUTES } from './routes'
import { linesOf, OFFICIAL, xs2aDocument } from './xs2a-document'

const SPECIFICATIONS = [
  '../shared/spec/psd2-api.yaml',
  '../shared/spec/psd2-confirmation-of-funds-consent-2.0-20190607.yaml',
]

test('docs/xs2a.md says what the table of routes says (npm run docs writes it)', () => {
  expect(readFileSync('docs/xs2a.md', 'utf8')).toBe(xs2aDocument())
})

test('what the document calls offered is the table, and the table holds nothing beyond the standard that it does not name', () => {
  const offered = [...xs2aDocument().matchAll(/^\| `([^`]+)` \| yes/gm)].map(([, line]) => line)
  expect(offered.sort()).toEqual(ROUTES.map(({ method, path }) => `${method} ${path}`).sort())
})

const absent = SPECIFICATIONS.filter((file) => !existsSync(file))
test.skipIf(absent.length > 0)(
  'the document lists every path of the official contracts, and no other',
  () => {
    const lines = SPECIFICATIONS.flatMap((file) => linesIn(readFileSync(file, 'utf8')))
    expect(linesOf(OFFICIAL).sort()).toEqual(lines.sort())
  },
)

/** The lines of an OpenAPI file in YAML, by its indentation. */
function linesIn(yaml: string): string[] {
  const lines: string[] = []
  let path = ''
  const [, paths = ''] = /^paths:\n([\s\S]*?)^\w/m.exec(yaml) ?? []
  for (const line of paths.split('\n')) {
    path = /^ {2}['"]?(\/[^'":]*)['"]?:/.exec(line)?.[1] ?? path
    const method = /^ {4}(get|post|put|delete):/.exec(line)?.[1]
    if (method) lines.push(`${method.toUpperCase()} ${path}`)
  }
  return lines
}
