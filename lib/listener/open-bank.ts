import 'server-only'
import { join } from 'node:path'
import { Server as TlsServer } from 'node:tls'
import { migrateIfOwner } from '@/db/migrate-if-owner'
import { env } from '@/lib/env'
import { enterPhase } from '@/lib/health/readiness'
import { guardPublicPort } from '@/lib/limits/guard-public-port'
import { log, quietConsole } from '@/lib/log'
import { watchRequests } from '@/lib/metrics/watch-requests'
import { followTrust } from '@/lib/tpp/follow-trust'
import { compileAnswers } from '@/lib/xs2a/compile-answers'
import { isManagementPort, startManagementPort } from './management-port'
import { type Listener, startListener } from './start-listener'

const HOUR_MILLIS = 3_600_000

/**
 * What a server process does once before its first request: brings the databases up to date where it may, and the
 * sandbox's certificates where it is one, and starts the listener.
 */
export async function openBank(): Promise<Listener> {
  quietConsole()
  // First, so that whoever waits for this instance is told that it opens.
  const management = await startManagementPort(env.MANAGEMENT_PORT)
  watchRequests(isManagementPort)
  // Together: one waits for the database, the other computes.
  await Promise.all([migrateIfOwner(), compileAnswers()])
  if (env.SANDBOX) {
    await renewSandboxPki()
    // Its revocation list ends after some days: a process that runs longer signs a new one.
    setInterval(() => void renewSandboxPki().catch(warn), HOUR_MILLIS).unref()
  }
  guardPublicPort((server) => server instanceof TlsServer || isManagementPort(server))
  if (
    env.PUBLIC_ORIGIN.startsWith('https:') &&
    env.TRUSTED_PROXIES.length === 0 &&
    !env.CLIENT_CERTIFICATE_SECRET
  )
    log.warn('TRUSTED_PROXIES names no proxy: people are not limited by address')
  // Before the first call: without its lists the bank would know nobody.
  const trust = await followTrust()
  const listener = await startListener({ port: Number(new URL(env.MTLS_ORIGIN).port || 443) })
  enterPhase('open')
  return {
    ...listener,
    close: async () => {
      trust.stop()
      await listener.close()
      await management?.close()
    },
  }
}

async function renewSandboxPki(): Promise<void> {
  const { ensureSandboxPki } = await import('@/lib/sandbox/ensure-sandbox-pki')
  await ensureSandboxPki(join(env.PLACET_HOME, 'sandbox'))
}

const warn = (error: unknown) => log.warn({ err: error }, 'Something went wrong beside the requests')
