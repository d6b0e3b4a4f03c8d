import type { Server, Socket } from 'node:net'
import { env } from '@/lib/env'
import { noteBlock } from './blocks'
import { takeOne } from './limit'
import { networkOf } from './network-of'
import { isTrustedProxy } from './trusted-proxies'

/**
 * Closes connections that one network opens too many of, or too fast, before any handshake. Those of a trusted proxy
 * (a load balancer that passes TCP on) are many callers', and are not counted together.
 */
export function guardConnections(server: Server): void {
  const open = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    const { remoteAddress: address } = socket
    if (!address || isTrustedProxy(address)) return
    const network = networkOf(address)
    const already = open.get(network) ?? 0
    if (already >= env.CONNECTIONS_PER_SOURCE_MAX || takeOne('connection', network) > 0) {
      noteBlock({ rule: 'TOO_MANY_CONNECTIONS', address })
      socket.destroy()
      return
    }
    open.set(network, already + 1)
    socket.once('close', () => {
      const left = (open.get(network) ?? 1) - 1
      if (left > 0) open.set(network, left)
      else open.delete(network)
    })
  })
}
