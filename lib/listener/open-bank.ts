import 'server-only'
import { join } from 'node:path'
import { env } from '@/lib/env'
import { log, quietConsole } from '@/lib/log'
import { type Listener, startListener } from './start-listener'

const HOUR_MILLIS = 3_600_000

/**
 * What a server process does once before its first request: brings the databases up to date where it may, and the
 * sandbox's certificates where it is one, and starts the listener. The listener ends with the process, gracefully.
 */
export async function openBank(): Promise<void> {
  quietConsole()
  await migrate()
  if (env.SANDBOX) {
    await renewSandboxPki()
    // Its revocation list ends after some days: a process that runs longer signs a new one.
    setInterval(() => void renewSandboxPki().catch(warn), HOUR_MILLIS).unref()
  }
  const listener = await startListener({ port: Number(new URL(env.MTLS_ORIGIN).port || 443) })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => end(listener))
}

async function migrate(): Promise<void> {
  const { DATABASE_URL, DATABASE_OWNER_URL, KEYS_DATABASE_URL, KEYS_DATABASE_OWNER_URL } = env
  if (!DATABASE_URL || !DATABASE_OWNER_URL || !KEYS_DATABASE_URL || !KEYS_DATABASE_OWNER_URL) return
  const { migrateDatabases } = await import('@/db/migrate')
  await migrateDatabases({
    main: { ownerUrl: DATABASE_OWNER_URL, applicationUrl: DATABASE_URL },
    keys: { ownerUrl: KEYS_DATABASE_OWNER_URL, applicationUrl: KEYS_DATABASE_URL },
  })
}

async function renewSandboxPki(): Promise<void> {
  const { ensureSandboxPki } = await import('@/lib/sandbox/ensure-sandbox-pki')
  await ensureSandboxPki(join(env.PLACET_HOME, 'sandbox'))
}

function end(listener: Listener): void {
  listener.close().catch(warn)
}

const warn = (error: unknown) => log.warn({ err: error }, 'Something went wrong beside the requests')
