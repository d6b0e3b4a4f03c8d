import 'server-only'
import type { ClientRequest } from 'node:http'
import { isIP, type LookupFunction } from 'node:net'
import { EgressFault, type EgressFaultCode } from './egress-fault'

const USER_AGENT = 'Placet/1'
/** What makes the request; a caller must not. */
const OWN_HEADERS = ['host', 'cookie', 'user-agent', 'connection', 'content-length', 'transfer-encoding']

export const HEADER_BYTES_MAX = 16 * 1_024

/** Sends what was opened and reads the answer to its end, `bytesMax` of body at most. Throws `EgressFault`. */
export function exchange({ sent, body, bytesMax, signal }: Exchange): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const fail = (thrown: unknown) => reject(asFault(thrown, signal))
    sent.on('error', fail)
    sent.on('response', (response) => {
      const chunks: Buffer[] = []
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size <= bytesMax) return void chunks.push(chunk)
        // Before it is destroyed: the end of what has already arrived would come first and look like an empty answer.
        fail(new EgressFault('too_large'))
        sent.destroy()
      })
      response.on('error', fail)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
        }),
      )
    })
    sent.end(body)
  })
}

/** The resolver's second answer is never heard: the socket asks us, and we say what was checked. */
export function pinnedTo(addresses: readonly string[]): LookupFunction {
  const entries = addresses.map((address) => ({ address, family: isIP(address) }))
  return (_name, options, callback) => {
    const [first] = entries
    if (options.all) callback(null, entries)
    else callback(null, first?.address ?? '', first?.family)
  }
}

/** The caller's headers with those that are the house's own. */
export function headersOf(headers: Record<string, string>, host: string, body: string | Buffer | undefined) {
  for (const name of Object.keys(headers))
    if (OWN_HEADERS.includes(name.toLowerCase())) throw new Error(`${name} is not the caller's to set`)
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
  return { accept: '*/*', ...headers, host, 'user-agent': USER_AGENT, ...length }
}

/** The work's outcome, or `too_slow` once the signal fires, whatever the work is still waiting for. */
export async function withinTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(new EgressFault('too_slow'))
    signal.addEventListener('abort', () => reject(new EgressFault('too_slow')), { once: true })
  })
  return Promise.race([work, late]).catch((thrown) => {
    throw asFault(thrown, signal)
  })
}

/** What a stranger's network or parser threw, as one of our faults. */
export function asFault(thrown: unknown, signal: AbortSignal): EgressFault {
  if (thrown instanceof EgressFault) return thrown
  return new EgressFault(signal.aborted ? 'too_slow' : kindOf(thrown), { cause: thrown })
}

function kindOf(thrown: unknown): EgressFaultCode {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
  if (/CERT|ISSUER|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL/.test(code)) return 'certificate_refused'
  return code === 'HPE_HEADER_OVERFLOW' ? 'too_large' : 'unreachable'
}

export type Answer = {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}
type Exchange = {
  sent: ClientRequest
  body: string | Buffer | undefined
  bytesMax: number
  signal: AbortSignal
}
