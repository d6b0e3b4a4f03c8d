import 'server-only'
import { randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const LOCK = '.held'
/** A lock not yet taken, and a file not yet in place (`writeAtomically`), each with the number of its process. */
const LITTER = /(?:^\.held-(\d+)-[^/]*|\.(\d+)-[0-9a-f]+\.new)$/
const RETRY_MS = 10
const PATIENCE_MS = 60_000
/** No work under the lock takes this long: whoever holds it longer was stopped, or is another with the number of a dead one. */
const ABANDONED_AFTER_MS = 20_000

/**
 * Runs `work` while no other process or task holds the sandbox's folder. A holder that was killed is noticed by its process
 * number. Not to be nested: whoever holds the folder calls only what does not.
 */
export async function holdFolder<T>(folder: string, work: () => Promise<T> | T): Promise<T> {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, LOCK)
  const mine = `${process.pid} ${Date.now()} ${randomUUID()}`
  await take({ folder, path, mine })
  try {
    return await work()
  } finally {
    if (textOf(path) === mine) rmSync(path, { force: true })
  }
}

/** For who holds the folder: removes what processes that are no more have left half-written. */
export function clearLitter(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const [, taker, writer] = LITTER.exec(name) ?? []
    const pid = taker ?? writer
    if (pid && !isAlive(Number(pid))) rmSync(join(folder, name), { force: true })
  }
}

async function take({ folder, path, mine }: { folder: string; path: string; mine: string }): Promise<void> {
  const aside = join(folder, `${LOCK}-${mine.replaceAll(' ', '-')}`)
  writeFileSync(aside, mine, { mode: 0o600 })
  const until = performance.now() + PATIENCE_MS
  try {
    while (!isLinked(aside, path)) {
      if (performance.now() > until)
        throw new Error(`${path} is held by ${textOf(path)}; delete it if nobody does`)
      breakAbandoned(path)
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  } finally {
    rmSync(aside, { force: true })
  }
}

/** By a link: the lock appears with its content or not at all, and only if there is none. */
function isLinked(aside: string, path: string): boolean {
  try {
    linkSync(aside, path)
    return true
  } catch (thrown) {
    if (hasCode(thrown, 'EEXIST')) return false
    throw thrown
  }
}

function breakAbandoned(path: string): void {
  const held = textOf(path)
  if (!isAbandoned(held)) return
  // One at a time: of two that saw the same dead holder, the second would remove the lock that the first has taken since.
  const breaker = `${path}.break`
  try {
    writeFileSync(breaker, '', { flag: 'wx', mode: 0o600 })
  } catch (thrown) {
    if (!hasCode(thrown, 'EEXIST')) throw thrown
    const { mtimeMs } = statSync(breaker, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() }
    if (Date.now() - mtimeMs > ABANDONED_AFTER_MS) rmSync(breaker, { force: true })
    return
  }
  if (textOf(path) === held) rmSync(path, { force: true })
  rmSync(breaker, { force: true })
}

function isAbandoned(text: string | null): boolean {
  const [pid, since] = (text ?? '').split(' ').map(Number)
  if (!pid || !since) return false
  return !isAlive(pid) || Date.now() - since > ABANDONED_AFTER_MS
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    // EPERM: it lives and belongs to somebody else.
    return hasCode(thrown, 'EPERM')
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (thrown) {
    if (hasCode(thrown, 'ENOENT')) return null
    throw thrown
  }
}

function hasCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code
}
