import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, Server } from 'node:http'
import { stampSource } from './source-of'

/** Against slow senders; Node's own limits are one and five minutes. */
const TIMEOUTS = { headersTimeout: 10_000, requestTimeout: 30_000 } as const

/**
 * Watches the server of Next, which is not ours to make: each request is stamped with where it came from before any
 * handler sees it, and the server is made impatient with slow senders. Other servers of the process are left alone.
 */
export function guardPublicPort(isOurs: (server: Server) => boolean): void {
  subscribe('http.server.request.start', (message) => {
    const { request, server } = message as { request: IncomingMessage; server: Server }
    if (isOurs(server)) return
    Object.assign(server, TIMEOUTS)
    tame(request)
    stampSource(request)
  })
}

/**
 * Next fails with 500 at a method that the web's own Request cannot be made with (Fetch 2.2.1), and below the doors at a path that cannot be
 * decoded. Both become what `proxy.ts` refuses in its own words.
 */
function tame(request: IncomingMessage): void {
  if (FORBIDDEN.has(request.method ?? '')) request.method = 'OPTIONS'
  if (!isReadable(request.url ?? '/')) request.url = '/%'
}

const FORBIDDEN = new Set(['TRACE', 'TRACK', 'CONNECT'])

function isReadable(url: string): boolean {
  try {
    return decodeURIComponent(url.split('?', 1)[0] ?? '') !== ''
  } catch {
    return false
  }
}
