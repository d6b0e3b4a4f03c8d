import 'server-only'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { env } from '@/lib/env'
import { readiness } from '@/lib/health/readiness'
import { log } from '@/lib/log'
import { metricsRegistry } from '@/lib/metrics/registry'
import { watchDatabase } from '@/lib/metrics/watch-database'

/**
 * Answers health and metrics on a port of their own, so that no page for strangers tells them. It asks nobody who they are: who reaches
 * it is settled by where it listens. Resolves when it listens; null where it is switched off.
 */
export async function startManagementPort(port: number | 'off'): Promise<ManagementPort | null> {
  if (port === 'off') return null
  const waiting = watchDatabase()
  const server = createServer({ headersTimeout: 5_000, requestTimeout: 5_000 }, (req, res) => {
    answer(req, res, waiting).catch((thrown) => {
      log.error({ err: thrown }, 'The management port could not answer')
      if (res.headersSent) res.destroy()
      else res.writeHead(500).end()
    })
  })
  server.maxConnections = 50
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, env.MANAGEMENT_HOST, resolve)
  })
  const address = server.address() as AddressInfo
  log.info({ port: address.port, host: env.MANAGEMENT_HOST }, 'Health and metrics are told')
  // It holds up no end: until the last moment it says that this instance is not ready.
  server.unref()
  managed.add(server)
  return {
    port: address.port,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Whether a server is this one, which is not counted among the doors. */
export const isManagementPort = (server: object) => managed.has(server)

const managed = new WeakSet<object>()

async function answer(req: IncomingMessage, res: ServerResponse, waiting: Waiting): Promise<void> {
  const path = (req.url ?? '').split('?', 1)[0] ?? ''
  const page = PAGES[path]
  if (!page) return void res.writeHead(404).end()
  if (req.method !== 'GET' && req.method !== 'HEAD')
    return void res.writeHead(405, { allow: 'GET, HEAD' }).end()
  const { status, type, body } = await page(waiting)
  res.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  res.end(body)
}

const PAGES: Record<string, (waiting: Waiting) => Promise<Page>> = {
  // Only that the process turns its loop: who is restarted for the database's sake helps nobody.
  '/healthz/live': async () => json(200, { live: true }),
  '/healthz/ready': () => ready('all'),
  '/healthz/ready/people': () => ready('people'),
  '/metrics': async (waiting) => {
    await waiting.count()
    const registry = metricsRegistry()
    return { status: 200, type: registry.contentType, body: await registry.metrics() }
  },
}

async function ready(of: 'all' | 'people'): Promise<Page> {
  const found = await readiness(of)
  return json(found.ready ? 200 : 503, found)
}

const json = (status: number, body: object): Page => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
})

export type ManagementPort = { port: number; close: () => Promise<void> }
type Waiting = { count: () => Promise<void> }
type Page = { status: number; type: string; body: string }
