import { type ChildProcess, fork } from 'node:child_process'
import { afterAll, beforeAll } from 'vitest'

/** Starts one instance as a process of its own, which tells the port it listens on. */
export async function startServer(file: string): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(file, { execArgv: ['--conditions=react-server', '--import', 'tsx'] })
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message: { port: number }) => resolve(message.port))
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}`)))
  })
  return { child, port }
}

/** The ports of two instances of one program on one database, for as long as the tests of a file run. */
export function twoServers(file: string): number[] {
  const ports: number[] = []
  let children: ChildProcess[] = []
  beforeAll(async () => {
    const started = await Promise.all([startServer(file), startServer(file)])
    children = started.map(({ child }) => child)
    ports.push(...started.map(({ port }) => port))
  })
  afterAll(() => {
    for (const child of children) child.kill()
  })
  return ports
}
