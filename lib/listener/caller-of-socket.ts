import 'server-only'
import type { TLSSocket } from 'node:tls'
import type { Caller } from '@/lib/tpp/caller'
import type { Vetted } from '@/lib/tpp/known-judgements'
import { toCaller, vetCaller } from '@/lib/tpp/vet-caller'
import { isCurrent, recallVetted, vetCertificate } from '@/lib/tpp/vet-certificate'

/**
 * Who is at the other end of a connection. The certificate is read from the wire once; its verdict is asked for again whenever
 * it may have changed, so that one that ends or is revoked is refused while the connection stays open. A promise only where
 * a source of revocation has to be asked first.
 */
export function callerOfSocket(socket: TLSSocket): Caller | Promise<Caller> {
  const known = connections.get(socket)
  if (known && isCurrent(known.vetted)) return known.caller
  const der = known ? known.der : (socket.getPeerX509Certificate()?.raw ?? null)
  const peer = { address: socket.remoteAddress ?? 'unknown', through: 'listener' } as const
  if (der === null) return vetCaller({ der, ...peer })
  const take = (vetted: Vetted) => {
    const caller = toCaller(vetted, peer)
    connections.set(socket, { der, caller, vetted })
    return caller
  }
  const vetted = recallVetted(der, 'web')
  return vetted ? take(vetted) : vetCertificate(der, 'web').then(take)
}

const connections = new WeakMap<TLSSocket, { der: Buffer; caller: Caller; vetted: Vetted }>()
