import 'server-only'
import { join } from 'node:path'
import { migrateIfOwner } from '@/db/migrate-if-owner'
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
  await migrateIfOwner()
  if (env.SANDBOX) {
    await renewSandboxPki()
    // Its revocation list ends after some days: a process that runs longer signs a new one.
    setInterval(() => void renewSandboxPki().catch(warn), HOUR_MILLIS).unref()
  }
  const listener = await startListener({ port: Number(new URL(env.MTLS_ORIGIN).port || 443) })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => end(listener))
}

async function renewSandboxPki(): Promise<void> {
  const { ensureSandboxPki } = await import('@/lib/sandbox/ensure-sandbox-pki')
  await ensureSandboxPki(join(env.PLACET_HOME, 'sandbox'))
}

function end(listener: Listener): void {
  listener.close().catch(warn)
}

const warn = (error: unknown) => log.warn({ err: error }, 'Something went wrong beside the requests')
