import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildMark } from './build-mark'
import { nextProgram, runProgram } from './children'

/** Builds the pages where something that goes into them has changed since the last time. One process at a time. */
export async function buildIfNeeded(): Promise<void> {
  const mark = await buildMark()
  const file = join('.next', 'placet-build')
  const built = await readFile(file, 'utf8').catch(() => null)
  if (built === mark) return
  await runProgram([nextProgram(), 'build'], { NODE_ENV: 'production' })
  await writeFile(file, mark)
}
