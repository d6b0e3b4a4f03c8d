import 'server-only'
import type { TLSSocket } from 'node:tls'
import type { Caller } from '@/lib/tpp/caller'
import { vetCaller } from '@/lib/tpp/vet-caller'

/** The certificate is read from the wire once per connection; its verdict is asked for again this often. */
const ASK_AGAIN_MILLIS = 2_000

/**
 * Who is at the other end of a connection. A certificate that ends or is revoked while the connection stays open is
 * refused within seconds.
 */
export function callerOfSocket(socket: TLSSocket): Caller {
  const elapsed = performance.now()
  const known = connections.get(socket)
  if (known && known.until > elapsed) return known.caller
  const der = known ? known.der : (socket.getPeerX509Certificate()?.raw ?? null)
  const caller = vetCaller({ der, address: socket.remoteAddress ?? 'unknown', through: 'listener' })
  connections.set(socket, { der, caller, until: elapsed + ASK_AGAIN_MILLIS })
  return caller
}

const connections = new WeakMap<TLSSocket, { der: Buffer | null; caller: Caller; until: number }>()
