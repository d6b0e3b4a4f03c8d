import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const SOURCES = ['app', 'components', 'db', 'i18n', 'lib', 'messages', 'public']
const FILES = [
  'instrumentation.ts',
  'next.config.mjs',
  'package-lock.json',
  'postcss.config.mjs',
  'proxy.ts',
  'tsconfig.json',
]

/** A hash over everything that goes into a build, so that the demo builds exactly when something changed. */
export async function buildMark(): Promise<string> {
  const hash = createHash('sha256')
  const listed = await Promise.all(
    SOURCES.map((folder) => readdir(folder, { recursive: true, withFileTypes: true })),
  )
  const files = listed.flat().flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []))
  for (const file of [...files, ...FILES].filter((name) => !name.endsWith('.test.ts')).sort())
    hash.update(`${file}\0`).update(await readFile(file))
  return hash.digest('hex')
}
