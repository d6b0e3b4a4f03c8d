import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { env } from '@/lib/env'
import { hasProxySecret, isTrustedProxy, lastHop } from './trusted-proxies'

/**
 * The network address a request to the public port came from, as the socket or a trusted proxy says it; null when
 * nobody can say. No header of the sender's own is ever believed.
 */
export function sourceOf(headers: Headers): string | null {
  if (hasProxySecret(headers.get('x-client-cert-secret'))) return lastHop(headers.get('x-forwarded-for'))
  const [given, address] = headers.get(HEADER)?.split(' ') ?? []
  return given === mark && address ? address : null
}

/** Notes on the request where it came from, over whatever the sender wrote there. Before Next sees it. */
export function stampSource(req: IncomingMessage): void {
  delete req.headers[HEADER]
  const address = req.socket.remoteAddress
  if (!address) return
  const forwarded = req.headers['x-forwarded-for']
  const source = isTrustedProxy(address) ? lastHop(String(forwarded ?? '')) : peer(address)
  if (source) req.headers[HEADER] = `${mark} ${source}`
}

/** Behind a TLS terminator nobody named every socket is the terminator's: one source for all would limit all at once. */
const peer = (address: string) => (env.PUBLIC_ORIGIN.startsWith('https:') ? null : address)

const HEADER = 'x-placet-source'

// Only this process knows it: where nothing stamps requests, a header from outside names nobody.
const held = Symbol.for('placet.source-mark')
const shared = globalThis as { [held]?: string }
const mark = shared[held] ?? randomBytes(16).toString('hex')
shared[held] = mark
