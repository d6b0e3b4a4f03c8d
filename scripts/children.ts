import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'

const PARENT_CHECK_MILLIS = 500

const children = new Set<ChildProcess>()

/** Starts a Node program of ours beside this one; it ends when this one ends. */
export function startProgram(args: string[], env: Record<string, string | undefined> = {}): ChildProcess {
  // A bank's server tells nobody that it was built or started.
  const quiet = { NEXT_TELEMETRY_DISABLED: '1' }
  const child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...quiet, ...env } })
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}

/** Runs a Node program to its end. Throws when it fails. */
export async function runProgram(
  args: string[],
  env: Record<string, string | undefined> = {},
): Promise<void> {
  const child = startProgram(args, env)
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  if (code !== 0) throw new Error(`${args.slice(0, 2).join(' ')} ended with ${code}`)
}

/** The file that runs `next`; called directly, so that signals reach it and not a shell. */
export const nextProgram = () => createRequire(import.meta.url).resolve('next/dist/bin/next')

/** Ends every child and waits for it, ten seconds at most. */
export async function stopChildren(): Promise<void> {
  const ending = [...children].map((child) => {
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    child.kill('SIGTERM')
    return ended
  })
  const patience = new Promise<void>((resolve) => setTimeout(resolve, 10_000).unref())
  await Promise.race([Promise.all(ending), patience])
  for (const child of children) child.kill('SIGKILL')
}

/**
 * Calls `stop` once, whichever way this program is asked to end, then ends it. Returns how to end it from within; whoever
 * comes second waits for the first.
 */
export function onEnd(stop: () => Promise<void>): (code: number) => void {
  let ending = false
  const end = async (code: number) => {
    if (ending) return
    ending = true
    await stop().catch((thrown) => console.error(thrown))
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0))
  // Who ends npm ends its shell, which passes no signal on: an orphan ends by itself.
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && void end(0), PARENT_CHECK_MILLIS).unref()
  return (code) => void end(code)
}
