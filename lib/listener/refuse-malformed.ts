import type { Duplex } from 'node:stream'
import { Refusal } from '@/lib/errors'
import { toProblem, toTppMessages } from '@/lib/xs2a/tpp-messages'
import { LIMITS } from './tls-settings'

/** What Node's parser found, by its code, where there is more to say than that the bytes are no HTTP. */
const TEXTS: Record<string, string> = {
  HPE_HEADER_OVERFLOW: `The headers are larger than ${LIMITS.maxHeaderSize / 1_024} KiB. Send less.`,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'The chunks carry extensions. Send none.',
}
const MALFORMED = 'This is no well-formed HTTP/1.1 request. Send one, with one Content-Length or in chunks.'

/**
 * Answers what is no HTTP request in the interface's own words and closes the connection. All of it is 400 `FORMAT_ERROR`:
 * the standard knows no 431, and no other code that would fit. It does know 408 and no code for it, so what did not arrive
 * in time gets that status without a body (Berlin Group 1.3, xs2a.md 1.3).
 */
export function refuseMalformed(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return void socket.end(head('408 Request Timeout', ['Content-Length: 0']))
  const refusal = new Refusal('format_error', { text: TEXTS[error.code ?? ''] ?? MALFORMED })
  const body = toTppMessages(toProblem(refusal, { below: null, reference: '' }))
  const about = ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`]
  socket.end(head('400 Bad Request', about) + body)
}

const head = (status: string, about: readonly string[]) =>
  `${[`HTTP/1.1 ${status}`, ...about, 'Cache-Control: no-store', 'Connection: close'].join('\r\n')}\r\n\r\n`
