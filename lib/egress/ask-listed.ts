import 'server-only'
import { Agent, request } from 'node:http'
import { isIP } from 'node:net'
import { checkedAddresses, type Resolve } from './checked-addresses'
import { EgressFault } from './egress-fault'
import { type Answer, exchange, HEADER_BYTES_MAX, headersOf, pinnedTo, withinTime } from './exchange'

const URL_LENGTH_MAX = 2_048

/**
 * Asks a listed place over plain http, as responders and revocation lists are published (RFC 5280 8: what comes back is
 * signed, and https would need a certificate to be judged first). The address may come from a certificate: it is called only
 * if its `host:port` is in `listed`, and a name only if it leads to public addresses alone (THR-14). Otherwise as `sendOut`:
 * looked up once and pinned, no redirect, cookie, proxy or second use; the signal is the caller's. Throws `EgressFault`.
 */
export async function askListed({
  url: text,
  listed,
  body,
  headers = {},
  ...rest
}: AskListed): Promise<Answer> {
  const { bytesMax, signal, resolve } = rest
  const { url, host, port } = listedUrl(text, listed)
  // An address that stands on the list is the operator's own word; where a name leads is not.
  const isListed = isIP(host) > 0 || host === 'localhost'
  const addresses = await withinTime(
    checkedAddresses({ url, host, port, isListed }, { resolve, signal }),
    signal,
  )
  const sent = request({
    signal,
    method: body === undefined ? 'GET' : 'POST',
    host,
    port,
    path: `${url.pathname}${url.search}`,
    headers: headersOf(headers, url.host, body),
    agent: new Agent({ keepAlive: false }),
    lookup: pinnedTo(addresses),
    maxHeaderSize: HEADER_BYTES_MAX,
  })
  return exchange({ sent, body, bytesMax, signal })
}

/** Whether `askListed` would call it. */
export function isListedUrl(text: string, listed: readonly string[]): boolean {
  try {
    return Boolean(listedUrl(text, listed))
  } catch {
    return false
  }
}

function listedUrl(text: string, listed: readonly string[]) {
  const url = text.length <= URL_LENGTH_MAX ? URL.parse(text) : null
  if (url?.protocol !== 'http:' || url.username !== '' || url.password !== '' || url.hash !== '')
    throw new EgressFault('url_not_allowed')
  const port = Number(url.port || 80)
  if (!listed.includes(`${url.hostname}:${port}`)) throw new EgressFault('url_not_allowed')
  return { url, port, host: url.hostname.replace(/^\[|\]$/g, '') }
}

/** With a body it is a POST. */
type AskListed = {
  url: string
  listed: readonly string[]
  body?: Buffer
  headers?: Record<string, string>
  bytesMax: number
  signal: AbortSignal
  resolve?: Resolve
}
