import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { cpus } from 'node:os'

const CONDITIONS = ['--conditions=react-server', '--import', 'tsx']

/**
 * Starts a server of the bench as a process of its own, on the first core where the machine has several and a
 * `taskset`. A program of ours prints `{"port":…}` when it listens; one that does not is asked until it answers.
 */
export async function startServer({ program, env = {}, port }: StartServer): Promise<Server> {
  const [command = '', ...args] = [...pin(SERVER_CORE), process.execPath, ...program]
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  const ended = new Promise<never>((_, reject) =>
    child.once('exit', (code) => reject(new Error(`${program.at(-1)} ended with ${code}`))),
  )
  // After a stop nobody waits for this any more.
  ended.catch(() => undefined)
  const listening = await Promise.race([port === undefined ? toldPort(child) : answering(port), ended])
  return { pid: child.pid ?? 0, port: listening }
}

/** The arguments that run a TypeScript program of this folder. */
export const ownProgram = (file: string) => [...CONDITIONS, `bench/${file}`]

/** Moves this process, the load, off the servers' core. */
export function pinLoad(): void {
  const [taskset, ...args] = pin(cpus().length - 1)
  if (taskset) execFileSync(taskset, [...args.slice(0, -1), '-p', args.at(-1) ?? '0', String(process.pid)])
}

/** Ends every server and waits for it. */
export async function stopServers(): Promise<void> {
  await Promise.all(
    [...running].map((child) => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      return ended
    }),
  )
}

const running = new Set<ChildProcess>()
const SERVER_CORE = 0

function pin(core: number): string[] {
  return canPin ? ['taskset', '-c', String(core)] : []
}

const canPin = cpus().length > 1 && hasTaskset()

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function toldPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    let printed = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk
      const told = /\{"port":(\d+)\}/.exec(printed)?.[1]
      if (told) resolve(Number(told))
    })
  })
}

async function answering(port: number): Promise<number> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => null)
    if (answer) return port
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

export type Server = { pid: number; port: number }
type StartServer = { program: readonly string[]; env?: Record<string, string>; port?: number }
