import 'server-only'
import { serve } from '@hono/node-server'
import { log } from '@/lib/log'
import { ensureTrustService, publishDue } from '@/lib/sandbox/ensure-trust-service'
import { trustServiceApp } from '@/lib/sandbox/trust-service-app'

const PUBLISH_MS = 5_000
const ENSURE_MS = 3_600_000
const LOOPBACK = { localhost: '127.0.0.1', '127.0.0.1': '127.0.0.1', '[::1]': '::1' } as const

/**
 * Serves the sandbox's trust service and authorities on the address of `origin`, and publishes what comes due. Throws unless
 * that is of this machine: what issues certificates for the asking must not be met from outside.
 */
export async function serveTrustService({
  folder,
  origin,
}: ServeTrustService): Promise<{ close(): Promise<void> }> {
  const { hostname, port } = new URL(origin)
  const address = Object.entries(LOOPBACK).find(([name]) => name === hostname)?.[1]
  if (!address) throw new Error(`SANDBOX_TRUST_ORIGIN must be of this machine, such as http://127.0.0.1:4500`)
  await ensureTrustService(folder)
  const server = serve({
    fetch: trustServiceApp({ folder, origin }).fetch,
    hostname: address,
    port: Number(port || 80),
    serverOptions: { requestTimeout: 10_000, headersTimeout: 5_000 },
  })
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  })
  const warn = (error: unknown) => log.warn({ err: error }, 'The trust service could not publish')
  const timers = [
    setInterval(() => void publishDue(folder, new Date()).catch(warn), PUBLISH_MS),
    setInterval(() => void ensureTrustService(folder).catch(warn), ENSURE_MS),
  ]
  return {
    close: () => {
      for (const timer of timers) clearInterval(timer)
      return new Promise((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      })
    },
  }
}

type ServeTrustService = { folder: string; origin: string }
