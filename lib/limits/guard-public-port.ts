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
    stampSource(request)
  })
}
