import { fork } from 'node:child_process'
import { createPrivateKey, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'

const port = await vi.hoisted(async () => {
  const { placeTrustService } = await import('@/e2e/fixtures/given-recipient')
  return await placeTrustService()
})
const { openTrustService } = await import('@/e2e/fixtures/given-recipient')
const { givenJob, isOpen } = await import('@/e2e/fixtures/given-disclosure')
const { EXAMPLE_HEADER, exampleRow, writeExample } = await import('@/lib/disclosure/write-example')
const { readJob } = await import('@/lib/disclosure/read-job')
const { protectFile } = await import('@/lib/disclosure/protect-file')
const { openFile } = await import('@/lib/disclosure/open-file')

const ROWS = Number(process.env.PROOF_ROWS ?? 1_000_000)
const KILLS = 4
const CHECKPOINT_BYTES = 8 * 1_024 * 1_024

const trust = await openTrustService(port)
const own = await trust.certify('PSDNL-DNB-MILLION')
const folder = mkdtempSync(join(tmpdir(), 'placet-proof-'))
afterAll(() => {
  trust.close()
  rmSync(folder, { recursive: true })
})
const at = (name: string) => join(folder, name)
const minutes = (from: number) => (performance.now() - from) / 60_000

test(`the protected file of ${ROWS} rows`, async () => {
  await writeExample({ folder, certificate: join(own, 'qsealc.pem'), rows: ROWS })
  const { job } = await readJob(at('job.json'))
  const began = performance.now()
  expect(await protectFile({ job, from: at('plain.csv'), to: at('protected.csv') })).toBe(ROWS)
  say(`made: ${perMinute(minutes(began))}, ${Math.round(statSync(at('protected.csv')).size / 1e6)} MB`)
})

test('opt-out, without a kill: exactly the expected file, in memory that does not grow', async () => {
  const basis = { kind: 'opt-out', legalBasis: 'GDPR Art. 6(1)(c): a law that tests need' }
  const job = givenJob(folder, join(own, 'qsealc.pem'), {
    name: 'opt-out',
    output: 'opt-out.disclosed',
    basis,
  })
  const began = performance.now()
  const { samples, said } = await run(job, null)
  say(`opt-out: ${perMinute(minutes(began))} of wall time; ${JSON.stringify(said)}`)
  // After the first third everything is loaded; from there on nothing may pile up.
  const third = Math.floor(samples.length / 3)
  const [middle, last] = [samples.slice(third, -third), samples.slice(-third)].map((part) =>
    Math.max(...part),
  )
  say(`memory: ${middle} MiB at most in the middle third, ${last} MiB in the last`)
  expect(last).toBeLessThan((middle ?? 0) * 1.15)
  expect(await isExpected('opt-out')).toBe(ROWS)
})

test(`opt-in, killed ${KILLS} times in the middle and gone on with: exactly the expected file`, async () => {
  const job = givenJob(folder, join(own, 'qsealc.pem'), { name: 'opt-in', output: 'opt-in.disclosed' })
  const ended = []
  while (ended.at(-1) !== 0)
    ended.push((await run(job, ended.length < KILLS ? randomInt(2_000, 8_000) : null)).ended)
  say(`opt-in: ended by ${ended.join(', ')}`)
  expect(ended).toContain('SIGKILL')
  expect(await isExpected('opt-in')).toBe(ROWS)
})

/** One process on the job, killed so many milliseconds after it has begun; `samples` are its memory in MiB, four a second. */
async function run(job: string, killAfter: number | null) {
  const child = fork('e2e/races/disclosure-process.ts', [job, String(CHECKPOINT_BYTES), '0'], {
    execArgv: ['--conditions=react-server', '--import', 'tsx'],
  })
  const samples: number[] = []
  let said: unknown = null
  child.on('message', (message) => {
    said = message
    if (message !== 'begun') return
    if (killAfter !== null) setTimeout(() => child.kill('SIGKILL'), killAfter)
  })
  const watch = setInterval(() => {
    const kibibytes = /VmRSS:\s+(\d+)/.exec(statusOf(child.pid))?.[1]
    if (kibibytes && said === 'begun') samples.push(Math.round(Number(kibibytes) / 1_024))
  }, 250)
  const [code, signal] = await once(child, 'exit')
  clearInterval(watch)
  if (killAfter === null) expect(code).toBe(0)
  return { ended: signal ?? code, samples, said }
}

function statusOf(pid: number | undefined): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return ''
  }
}

/** Opens what left and compares it row by row with what it must be, told without the rule: how many rows are right. */
async function isExpected(basis: 'opt-in' | 'opt-out'): Promise<number> {
  const privateKey = createPrivateKey(readFileSync(join(own, 'qsealc.key')))
  const opened = at(`${basis}.csv`)
  const trailer = await openFile({ from: at(`${basis}.disclosed`), to: opened, privateKey })
  const unprotected = Array.from({ length: ROWS }, (_, n) => isOpen(n, basis)).filter(Boolean).length
  expect(trailer).toMatchObject({ complete: true, rows: ROWS, unprotected })
  // A token has the width of what it stands for: row by row the three files have the same lengths.
  expect(statSync(opened).size).toBe(statSync(at('protected.csv')).size)
  const files = [await open(opened), await open(at('protected.csv'))] as const
  const [left, kept] = [reader(files[0]), reader(files[1])]
  if (
    (await left(EXAMPLE_HEADER.length)) !== EXAMPLE_HEADER ||
    (await kept(EXAMPLE_HEADER.length)) !== EXAMPLE_HEADER
  )
    return 0
  for (let n = 0; n < ROWS; n++) {
    const plain = Buffer.from(exampleRow(n)).toString('latin1')
    const token = await kept(plain.length)
    if ((await left(plain.length)) !== (isOpen(n, basis) ? plain : token)) return n
  }
  await Promise.all(files.map((file) => file.close()))
  return ROWS
}

/** Gives so many bytes at a time. */
function reader(file: FileHandle): (length: number) => string | Promise<string> {
  let text = ''
  let from = 0
  return (length) => {
    from += length
    return from <= text.length ? text.slice(from - length, from) : more(length)
  }
  async function more(length: number): Promise<string> {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4_000_000), 0, 4_000_000)
    text = text.slice(from - length) + buffer.toString('latin1', 0, bytesRead)
    from = length
    return text.slice(0, length)
  }
}

const perMinute = (spent: number) => `${Math.round(ROWS / spent / 1_000)} thousand rows a minute`
const say = (text: string) => process.stdout.write(`${text}\n`)
