import { type ChildProcess, fork } from 'node:child_process'

/** Starts one instance as a process of its own, which tells the port it listens on. */
export async function startServer(file: string): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(file, { execArgv: ['--conditions=react-server', '--import', 'tsx'] })
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message: { port: number }) => resolve(message.port))
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}`)))
  })
  return { child, port }
}
