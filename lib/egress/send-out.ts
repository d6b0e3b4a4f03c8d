import 'server-only'
import { readFileSync } from 'node:fs'
import { Agent, type RequestOptions, request } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { rootCertificates } from 'node:tls'
import { env } from '@/lib/env'
import { allowedUrl } from './allowed-url'
import { checkedAddresses, type Resolve } from './checked-addresses'
import { EgressFault, type EgressFaultCode } from './egress-fault'

const TOTAL_MILLIS = 2_000
const ANSWER_BYTES_MAX = 64 * 1_024
const HEADER_BYTES_MAX = 16 * 1_024
const USER_AGENT = 'Placet/1'
/** What makes the request; a caller must not. */
const OWN_HEADERS = ['host', 'cookie', 'user-agent', 'connection', 'content-length', 'transfer-encoding']

/**
 * Sends one request to somebody outside and gives back the answer, whatever its status; the only way by which HTTP leaves
 * the house (THR-14). The name is looked up once, every address must be public, and the connection goes to one of those
 * addresses, checked against the name by TLS. Two seconds from look-up to the last byte, 64 KiB of answer, no redirect
 * followed, no cookie, no proxy of the environment, no connection used twice. Throws `EgressFault`.
 */
export async function sendOut({ url: text, method, headers = {}, body, resolve }: SendOut): Promise<Answer> {
  const allowed = allowedUrl(text, env.EGRESS_ALLOWED)
  const signal = AbortSignal.timeout(TOTAL_MILLIS)
  const addresses = await withinTime(checkedAddresses(allowed, { resolve, signal }), signal)
  const { url, host, port } = allowed
  return exchange({
    signal,
    body,
    options: {
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
      ...identity(),
    },
  })
}

/** The resolver's second answer is never heard: the socket asks us, and we say what was checked. */
function pinnedTo(addresses: readonly string[]): LookupFunction {
  const entries = addresses.map((address) => ({ address, family: isIP(address) }))
  return (_name, options, callback) => {
    const [first] = entries
    if (options.all) callback(null, entries)
    else callback(null, first?.address ?? '', first?.family)
  }
}

function headersOf(headers: Record<string, string>, host: string, body: string | Buffer | undefined) {
  for (const name of Object.keys(headers))
    if (OWN_HEADERS.includes(name.toLowerCase())) throw new Error(`${name} is not the caller's to set`)
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
  return { accept: '*/*', ...headers, host, 'user-agent': USER_AGENT, ...length }
}

/** The bank as a TLS client, and whom it believes; files are read once. */
function identity(): Pick<RequestOptions, 'cert' | 'key' | 'ca'> {
  known ??= {
    ...(env.EGRESS_CERTIFICATE_FILE &&
      env.EGRESS_KEY_FILE && {
        cert: readFileSync(env.EGRESS_CERTIFICATE_FILE),
        key: readFileSync(env.EGRESS_KEY_FILE),
      }),
    ...(env.EGRESS_TRUST_FILE && { ca: [...rootCertificates, readFileSync(env.EGRESS_TRUST_FILE)] }),
  }
  return known
}
let known: Pick<RequestOptions, 'cert' | 'key' | 'ca'> | undefined

function exchange({ options, body, signal }: Exchange): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ ...options, signal })
    const fail = (thrown: unknown) => reject(asFault(thrown, signal))
    sent.on('error', fail)
    sent.on('response', (response) => {
      const chunks: Buffer[] = []
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > ANSWER_BYTES_MAX) sent.destroy(new EgressFault('too_large'))
        else chunks.push(chunk)
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

async function withinTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const late = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(new EgressFault('too_slow')), { once: true }),
  )
  return Promise.race([work, late]).catch((thrown) => {
    throw asFault(thrown, signal)
  })
}

function asFault(thrown: unknown, signal: AbortSignal): EgressFault {
  if (thrown instanceof EgressFault) return thrown
  return new EgressFault(signal.aborted ? 'too_slow' : kindOf(thrown), { cause: thrown })
}

function kindOf(thrown: unknown): EgressFaultCode {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
  if (/CERT|ISSUER|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL/.test(code)) return 'certificate_refused'
  return code === 'HPE_HEADER_OVERFLOW' ? 'too_large' : 'unreachable'
}

export type SendOut = {
  url: string
  method: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string | Buffer
  resolve?: Resolve
}
export type Answer = {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}
type Exchange = { options: RequestOptions; body: string | Buffer | undefined; signal: AbortSignal }
