import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { clearLitter, holdFolder } from '@/lib/sandbox/hold-folder'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'placet-held-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('one at a time, and the next even if the last one failed', async () => {
  let inside = 0
  const works = Array.from({ length: 20 }, (_, index) =>
    holdFolder(folder, async () => {
      inside += 1
      expect(inside).toBe(1)
      await new Promise((resolve) => setImmediate(resolve))
      inside -= 1
      if (index % 2) throw new Error('it failed')
      return index
    }),
  )
  const results = await Promise.allSettled(works)
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
  expect(readdirSync(folder)).toEqual([])
})

test('a holder that is dead is not waited for, however many notice at once', async () => {
  writeFileSync(join(folder, '.held'), `${deadProcess()} ${Date.now()} x`)
  let inside = 0
  const work = () => {
    inside += 1
    return inside
  }
  expect(await Promise.all([work, work, work].map((one) => holdFolder(folder, one)))).toHaveLength(3)
  expect(readdirSync(folder)).toEqual([])
})

test('what the dead left half-written goes, what the living write stays', () => {
  const dead = deadProcess()
  for (const name of [
    `.held-${dead}-1-x`,
    `register.json.${dead}-0a1b.new`,
    `register.json.${process.pid}-0a1b.new`,
  ])
    writeFileSync(join(folder, name), '')
  clearLitter(folder)
  expect(readdirSync(folder)).toEqual([`register.json.${process.pid}-0a1b.new`])
})

function deadProcess(): number {
  return spawnSync('true').pid
}
