import { fork } from 'node:child_process'
import { createPrivateKey, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'

const port = await vi.hoisted(async () => {
  const { placeTrustService } = await import('@/e2e/fixtures/given-recipient')
  return await placeTrustService()
})
const { openTrustService } = await import('@/e2e/fixtures/given-recipient')
const { givenJob, isOpen } = await import('@/e2e/fixtures/given-disclosure')
const { EXAMPLE_HEADER, exampleRow } = await import('@/lib/disclosure/write-example')
const { readJob } = await import('@/lib/disclosure/read-job')
const { protectFile } = await import('@/lib/disclosure/protect-file')
const { openFile } = await import('@/lib/disclosure/open-file')

const trust = await openTrustService(port)
afterAll(() => trust.close())
const own = await trust.certify('PSDNL-DNB-KILLED')

const ROWS = 6_600
/** Of a run without kills, about: two batches, each written, synced, and its checkpoint synced twice. */
const PLACES = 12

test('killed at drawn places and gone on with each time, no row is lost and none comes twice', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'placet-disclosure-'))
  const at = (name: string) => join(folder, name)
  const job = givenJob(folder, join(own, 'qsealc.pem'))
  const rows = Array.from({ length: ROWS }, (_, n) => exampleRow(n))
  writeFileSync(at('plain.csv'), EXAMPLE_HEADER + rows.join(''))
  await protectFile({ job: (await readJob(job)).job, from: at('plain.csv'), to: at('protected.csv') })
  const kept = readFileSync(at('protected.csv'), 'utf8')

  const places = [randomInt(1, PLACES), randomInt(1, PLACES)]
  const ended = []
  for (const place of places) ended.push(await run(job, place))
  expect(ended[0], `places ${places}`).toBe('SIGKILL')
  const isWhole = existsSync(at('example.disclosed')) && !existsSync(at('example.disclosed.checkpoint'))
  if (!isWhole) expect(await run(job, 0), `places ${places}`).toBe(0)

  const privateKey = createPrivateKey(readFileSync(join(own, 'qsealc.key')))
  const trailer = await openFile({ from: at('example.disclosed'), to: at('opened.csv'), privateKey })
  expect(trailer, `places ${places}`).toMatchObject({ complete: true, rows: ROWS, unprotected: ROWS / 3 })
  let expected = EXAMPLE_HEADER
  let offset = EXAMPLE_HEADER.length
  // A token has the width of what it stands for, so that both rows have the same length.
  rows.forEach((row, n) => {
    expected += isOpen(n, 'opt-in') ? row : kept.slice(offset, offset + row.length)
    offset += row.length
  })
  expect(readFileSync(at('opened.csv'), 'utf8') === expected, `places ${places}`).toBe(true)
})

async function run(job: string, place: number): Promise<number | NodeJS.Signals> {
  const child = fork('e2e/races/disclosure-process.ts', [job, '1', String(place)], {
    execArgv: ['--conditions=react-server', '--import', 'tsx'],
  })
  const [code, signal] = await once(child, 'exit')
  return signal ?? code
}
