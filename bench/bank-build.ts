import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildMark } from '../scripts/build-mark'
import { nextProgram, runProgram } from '../scripts/children'

const OWN = '.next-bench'

/** The folder of a production build of exactly these sources: the demo's where it is one, else the bench's own. */
export async function bankBuild(): Promise<string> {
  const mark = await buildMark()
  for (const build of ['.next', OWN])
    if ((await readFile(join(build, 'placet-build'), 'utf8').catch(() => null)) === mark) return build
  console.log('Building the bank (once per change) …')
  // A build rewrites this to point at its own folder; editors and the type check want the usual one.
  const before = await readFile('next-env.d.ts').catch(() => null)
  await runProgram([nextProgram(), 'build'], { NODE_ENV: 'production', NEXT_DIST_DIR: OWN })
  if (before) await writeFile('next-env.d.ts', before)
  await writeFile(join(OWN, 'placet-build'), mark)
  return OWN
}
