import 'server-only'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { tellCertificate } from '@/lib/xs2a/tell-certificate'
import { callerOfSocket } from './caller-of-socket'

/** `GET /certificate` about the certificate of this very connection. */
export async function answerCertificate(
  req: IncomingMessage,
  res: ServerResponse,
  socket: TLSSocket,
): Promise<void> {
  const caller = await callerOfSocket(socket)
  const der = socket.getPeerX509Certificate()?.raw ?? null
  const { status, headers, body } = await tellCertificate({ method: req.method ?? 'GET', der, caller })
  // A body that nobody reads would be taken for the next request.
  res.writeHead(status, status === 405 ? { ...headers, Connection: 'close' } : headers).end(body ?? undefined)
}
