import 'server-only'
import { Agent, request } from 'node:https'
import { isIP } from 'node:net'
import { env, timeLimit } from '@/lib/env'
import { allowedUrl } from './allowed-url'
import { checkedAddresses, type Resolve } from './checked-addresses'
import { type Answer, exchange, HEADER_BYTES_MAX, headersOf, pinnedTo, withinTime } from './exchange'
import { ownIdentity } from './own-identity'

const TOTAL_MILLIS = 2_000
const ANSWER_BYTES_MAX = 64 * 1_024

/**
 * Sends one request to somebody outside and gives back the answer, whatever its status; but for `askListed` and `inspectTls` the
 * only way by which HTTP leaves the house (THR-14). The name is looked up once, every address must be public, and the connection
 * goes to one of those addresses, checked against the name by TLS. Two seconds from look-up to the last byte and 64 KiB of
 * answer, unless the caller waits for something larger; no redirect followed, no cookie, no proxy of the environment, no
 * connection used twice. Throws `EgressFault`.
 */
export async function sendOut({
  url: text,
  method,
  headers = {},
  body,
  resolve,
  millisMax = TOTAL_MILLIS,
  bytesMax = ANSWER_BYTES_MAX,
}: SendOut): Promise<Answer> {
  const allowed = allowedUrl(text, env.EGRESS_ALLOWED)
  const signal = AbortSignal.timeout(timeLimit(millisMax))
  const addresses = await withinTime(checkedAddresses(allowed, { resolve, signal }), signal)
  const { url, host, port } = allowed
  const sent = request({
    signal,
    method,
    host,
    port,
    path: `${url.pathname}${url.search}`,
    headers: headersOf(headers, url.host, body),
    agent: new Agent({ keepAlive: false, maxCachedSessions: 0 }),
    lookup: pinnedTo(addresses),
    servername: isIP(host) === 0 ? host : '',
    maxHeaderSize: HEADER_BYTES_MAX,
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    ...ownIdentity(),
  })
  return exchange({ sent, body, bytesMax, signal })
}

export type SendOut = {
  url: string
  method: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string | Buffer
  resolve?: Resolve
  millisMax?: number
  bytesMax?: number
}
