import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'

/** What Node's parser found wrong, as a status; everything else it refuses is a bad request. */
const STATUSES: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }

const TEXTS: Record<number, string> = {
  400: 'This is no well-formed HTTP request.',
  408: 'The request did not arrive in time. Send it again.',
  431: 'The headers are larger than 16 KiB. Send less.',
}

/** Answers what is no HTTP request in the interface's own words and closes the connection. */
export function refuseMalformed(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const status = STATUSES[error.code ?? ''] ?? 400
  const text = TEXTS[status]
  const body = JSON.stringify({ tppMessages: [{ category: 'ERROR', code: 'FORMAT_ERROR', text }] })
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json\r\nCache-Control: no-store\r\n` +
      `Connection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}
