import { createHash } from 'node:crypto'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { nextProgram, runProgram } from '../scripts/children'

/** The folder of the control, a small app of Next's own. */
export const CONTROL = 'bench/controls/next'
const SOURCES = [CONTROL, 'lib', 'db']
const MARK = join(CONTROL, '.next', 'bench-build')

/** The arguments that run the control on a port; it is built first where there is no build of exactly its sources. */
export async function controlProgram(port: number): Promise<string[]> {
  await buildControl()
  return [nextProgram(), 'start', CONTROL, '-p', String(port), '--keepAliveTimeout', '65000']
}

/** Builds the control unless that is done. */
export async function buildControl(): Promise<void> {
  const mark = await markOf()
  if ((await readFile(MARK, 'utf8').catch(() => null)) === mark) return
  console.log('Building the control (once) …')
  await runProgram([nextProgram(), 'build', CONTROL], { NODE_ENV: 'production' })
  // Two of these files in one project contradict each other for its type check.
  await rm(join(CONTROL, 'next-env.d.ts'), { force: true })
  await writeFile(MARK, mark)
}

async function markOf(): Promise<string> {
  const hash = createHash('sha256').update(await readFile('package-lock.json'))
  for (const folder of SOURCES) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const files = entries.flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []))
    for (const file of files
      .filter((name) => !name.includes('/.next/') && /\.(tsx?|mjs|json)$/.test(name))
      .sort())
      hash.update(`${file}\0`).update(await readFile(file))
  }
  return hash.digest('hex')
}
