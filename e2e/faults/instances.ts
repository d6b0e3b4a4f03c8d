import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { type BuildOptions, build } from 'esbuild'
import { type FaultProxy, openFaultProxy } from './fault-proxy'

/** The instance's program in one file: it starts in a second instead of three, and this rig starts hundreds. */
export async function bundleInstance(): Promise<string> {
  // Of this process alone: another run may be under way. Below node_modules, or it would find no packages.
  const file = join('node_modules', '.cache', 'placet-faults', `instance-${process.pid}.mjs`)
  const options: BuildOptions = {
    entryPoints: ['e2e/faults/instance-process.ts'],
    outfile: file,
    bundle: true,
    minifyWhitespace: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    // Packages that load parts of themselves by name stay where they are.
    external: ['pino', 'pdfkit', 'graphile-worker', 'nodemailer', 'smtp-server', 'pg-native'],
    banner: { js: COMMONJS },
    conditions: ['react-server'],
    plugins: [
      {
        name: 'next-without-exports',
        // Without Next's own loader Node wants the file's whole name.
        setup: ({ onResolve }) =>
          onResolve({ filter: /^next\/\w+$/ }, ({ path }) => ({ path: `${path}.js`, external: true })),
      },
    ],
  }
  await build(options)
  return file
}

/** What packages in CommonJS find in a module of their own. */
const COMMONJS = `import { createRequire as requireOf } from 'node:module'
const require = requireOf(import.meta.url)
const [__filename, __dirname] = [import.meta.filename, import.meta.dirname]`

/** Starts an instance behind a proxy of its own; resolves when it serves. */
export async function startInstance({ file, databases, worker = true }: StartInstance): Promise<Instance> {
  const [main, keys] = [new URL(databases.main), new URL(databases.keys)]
  const proxy = await openFaultProxy({ host: main.hostname, port: Number(main.port) })
  for (const url of [main, keys]) url.port = String(proxy.port)
  const child = fork(file, {
    execArgv: ['--conditions=react-server'],
    env: {
      ...process.env,
      DATABASE_URL: main.href,
      KEYS_DATABASE_URL: keys.href,
      NODE_COMPILE_CACHE: join('node_modules', '.cache', 'placet-faults', 'compiled'),
      FAULTS_WORKER: worker ? 'on' : 'off',
    },
    stdio: [
      'ignore',
      process.env.FAULTS_SHOW ? 'inherit' : 'ignore',
      process.env.FAULTS_SHOW ? 'inherit' : 'pipe',
      'ipc',
    ],
  })
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said = `${said}${chunk}`.slice(-4_000)
  })
  const ended = once(child, 'exit').then(([code, signal]) => ({ code, signal }) as Ended)
  const ports = await Promise.race([
    once(child, 'message').then(([message]) => message as Pick<Instance, 'listener' | 'door'>),
    ended.then(({ code }) => Promise.reject(new Error(`The instance ended with ${code}: ${said}`))),
  ])
  const instance: Instance = {
    ...ports,
    child,
    proxy,
    ended,
    isOn: () => child.exitCode === null && child.signalCode === null,
    kill: async () => {
      child.kill('SIGKILL')
      await ended
      proxy.close()
    },
    said: () => said,
  }
  return instance
}

type StartInstance = { file: string; databases: { main: string; keys: string }; worker?: boolean }
type Ended = { code: number | null; signal: string | null }
export type Instance = {
  /** The third parties' port, and the one that stands for the pages'. */
  listener: number
  door: number
  child: ChildProcess
  proxy: FaultProxy
  ended: Promise<Ended>
  isOn: () => boolean
  /** `kill -9`, and the end of its connections, as when a machine is gone. */
  kill: () => Promise<void>
  /** The last that it wrote to its error output. */
  said: () => string
}
