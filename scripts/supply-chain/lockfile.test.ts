import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'

const Lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      name: z.string().optional(),
      integrity: z.string().optional(),
      hasInstallScript: z.boolean().optional(),
    }),
  ),
})
const Package = z.object({
  allowScripts: z.record(z.string(), z.boolean()),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
})
const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))

const minimums = z
  .record(z.string(), z.object({ least: z.string(), why: z.string() }))
  .parse(read('scripts/supply-chain/minimum-versions.json'))
const own = Package.parse(read('package.json'))
const installed = Object.entries(Lockfile.parse(read('package-lock.json')).packages).flatMap(([path, one]) =>
  path === '' ? [] : { path, name: one.name ?? path.split('node_modules/').at(-1) ?? '', ...one },
)

/** What is after the numbers (a prerelease) comes before the release itself. */
function isAtLeast(version: string, least: string): boolean {
  const [one, other] = [version, least].map((text) => text.split('-', 1).join().split('.').map(Number))
  for (const [at, number] of (other ?? []).entries()) {
    const mine = one?.[at] ?? 0
    if (mine !== number) return mine > number
  }
  return !version.includes('-')
}

test('a version is compared by its numbers, and a prerelease is not yet the release', () => {
  expect(isAtLeast('16.10.0', '16.2.6')).toBe(true)
  expect(isAtLeast('16.2.5', '16.2.6')).toBe(false)
  expect(isAtLeast('16.2.6-canary.1', '16.2.6')).toBe(false)
  expect(isAtLeast('17.0.0-rc.1', '16.2.6')).toBe(true)
})

test.each(Object.entries(minimums))(
  '%s is nowhere older than the version that mended it',
  (name, { least }) => {
    const found = installed.filter((one) => one.name === name)
    expect(found.length).toBeGreaterThan(0)
    for (const { path, version = '' } of found)
      expect(`${path} ${isAtLeast(version, least)}`).toBe(`${path} true`)
  },
)

test('whoever runs a script on installing is named, allowed or not, and nobody else is', () => {
  const scripts = new Set(
    installed.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name),
  )
  expect([...scripts].filter((name) => !(name in own.allowScripts))).toEqual([])
  expect(Object.keys(own.allowScripts).filter((name) => !scripts.has(name))).toEqual([])
  // npm itself then refuses to install what came without anybody's word.
  expect(readFileSync('.npmrc', 'utf8').split('\n')).toContain('strict-allow-scripts=true')
})

test('what is installed is what was looked at: exact versions here, a hash of each package there', () => {
  for (const [name, version] of Object.entries({ ...own.dependencies, ...own.devDependencies }))
    expect(`${name} ${version}`).toMatch(/ \d+\.\d+\.\d+(-[\w.]+)?$/)
  const unhashed = installed.filter(({ version, integrity }) => version && !/^sha512-/.test(integrity ?? ''))
  expect(unhashed.map(({ path }) => path)).toEqual([])
})
