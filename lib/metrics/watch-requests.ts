import 'server-only'
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Counter, Gauge, Histogram } from 'prom-client'
import { countedRefusals } from './count-refusal'
import { metricsRegistry } from './registry'
import { routeClass } from './route-class'

/** From a hot read to a page that waits for the books; what a bank promises about its answers lies between. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/**
 * Counts every request of every server of this process, once, whoever answers it: Node itself says when one begins and when its
 * answer has gone out. `request_measurements` is something else: identified third parties alone, and kept. Called once.
 */
export function watchRequests(isOurs: (server: object) => boolean): void {
  const registers = [metricsRegistry()]
  const requests = new Counter({ ...METRICS.requests, registers })
  const durations = new Histogram({ ...METRICS.durations, buckets: BUCKETS, registers })
  const underWay = new Gauge({ ...METRICS.underWay, registers })
  new Gauge({
    ...METRICS.refusals,
    registers,
    collect() {
      for (const { door, code, count } of countedRefusals()) this.set({ door, code }, count)
    },
  })
  subscribe('http.server.request.start', (message) => {
    const { request, response, server } = message as Exchange
    if (isOurs(server)) return
    const { door, route } = routeClass(request.url ?? '')
    const began = performance.now()
    underWay.inc({ door })
    // Its end, or that of the connection under it.
    response.once('close', () => {
      underWay.dec({ door })
      const status = response.writableFinished ? String(response.statusCode) : 'aborted'
      requests.inc({ door, route, status })
      durations.observe({ door, route }, (performance.now() - began) / 1_000)
    })
  })
}

/** Names and labels; a test holds what is answered against this. */
export const METRICS = {
  requests: {
    name: 'placet_http_requests_total',
    help: 'Requests answered, by door, kind of address and status; aborted: the connection ended before the answer',
    labelNames: ['door', 'route', 'status'],
  },
  durations: {
    name: 'placet_http_request_duration_seconds',
    help: 'From the first byte of a request to the last of its answer',
    labelNames: ['door', 'route'],
  },
  underWay: {
    name: 'placet_http_requests_in_flight',
    help: 'Requests that are being answered now',
    labelNames: ['door'],
  },
  refusals: {
    name: 'placet_refusals_total',
    help: 'Expected refusals by door and code',
    labelNames: ['door', 'code'],
  },
} as const

type Exchange = { request: IncomingMessage; response: ServerResponse; server: object }
