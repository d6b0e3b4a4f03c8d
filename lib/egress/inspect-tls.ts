import 'server-only'
import type { X509Certificate } from 'node:crypto'
import { Agent, request } from 'node:https'
import { isIP } from 'node:net'
import { connect, DEFAULT_CIPHERS, TLSSocket } from 'node:tls'
import { env, timeLimit } from '@/lib/env'
import { type AllowedUrl, allowedUrl } from './allowed-url'
import { checkedAddresses, type Resolve } from './checked-addresses'
import { EgressFault } from './egress-fault'
import { asFault, HEADER_BYTES_MAX, headersOf, pinnedTo, withinTime } from './exchange'
import { ownIdentity } from './own-identity'

const TOTAL_MILLIS = 4_000

/**
 * Looks at somebody's endpoint from outside and believes nothing of what it sees: the handshake that a good client ends up
 * with, the certificate whatever it is worth, one header of a HEAD on `/`, and whether TLS older than 1.2 is taken too. Where
 * it may connect is decided as by `sendOut` (THR-14): https, port 443 or a listed place, the name looked up once, every
 * address public, all connections to those addresses. No path or query of the caller's is ever sent. Throws `EgressFault`.
 */
export async function inspectTls({
  url: text,
  resolve,
  millisMax = TOTAL_MILLIS,
}: InspectTls): Promise<Inspected> {
  const allowed = allowedUrl(text, env.EGRESS_ALLOWED)
  const signal = AbortSignal.timeout(timeLimit(millisMax))
  const addresses = await withinTime(checkedAddresses(allowed, { resolve, signal }), signal)
  const at = { ...allowed, addresses, signal }
  const greeted = await withinTime(greet(at), signal).catch((thrown: unknown) => {
    if (thrown instanceof EgressFault && thrown.code === 'certificate_refused') return null
    throw thrown
  })
  const takesOldTls = await withinTime(tryOldTls(at), signal).catch(() => null)
  // No handshake with either: nothing is known of it but that it is no TLS server for us.
  if (greeted === null && takesOldTls !== true) throw new EgressFault('certificate_refused')
  return { handshake: greeted?.handshake ?? null, hsts: greeted?.hsts ?? null, takesOldTls }
}

function greet({ url, host, port, addresses, signal }: At): Promise<Greeted> {
  return new Promise((done, fail) => {
    let handshake: Handshake | null = null
    let connected = false
    const sent = request({
      signal,
      method: 'HEAD',
      host,
      port,
      path: '/',
      headers: headersOf({}, url.host, undefined),
      agent: new Agent({ keepAlive: false, maxCachedSessions: 0 }),
      lookup: pinnedTo(addresses),
      servername: serverName(host),
      maxHeaderSize: HEADER_BYTES_MAX,
      minVersion: 'TLSv1.2',
      // Whoever has a weak key is to be seen with it, not to be a failed connection.
      ciphers: `${DEFAULT_CIPHERS}:@SECLEVEL=0`,
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      ...ownIdentity(),
    })
    sent.on('socket', (socket) => {
      socket.once('connect', () => {
        connected = true
      })
      if (socket instanceof TLSSocket)
        socket.once('secureConnect', () => {
          handshake = describe(socket)
        })
    })
    sent.on('response', (response) => {
      const hsts = response.headers['strict-transport-security']
      if (handshake) done({ handshake, hsts: typeof hsts === 'string' ? hsts : null })
      else fail(new EgressFault('certificate_refused'))
      response.destroy()
    })
    // A server that speaks no HTTP, or wants a certificate of ours, was seen all the same.
    sent.on('error', (thrown) => {
      if (handshake) return done({ handshake, hsts: null })
      // Whoever was reached and then broke off is there, and speaks no TLS that we speak.
      if (connected && !signal.aborted) return fail(new EgressFault('certificate_refused', { cause: thrown }))
      fail(asFault(thrown, signal))
    })
    sent.end()
  })
}

/** Null where this platform's own TLS can no longer offer it, or where the answer tells nothing. */
function tryOldTls({ host, port, addresses, signal }: At): Promise<boolean | null> {
  return new Promise((done) => {
    const socket = connect({
      host,
      port,
      lookup: pinnedTo(addresses),
      servername: serverName(host),
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'ALL:@SECLEVEL=0',
      rejectUnauthorized: false,
    })
    const settle = (taken: boolean | null) => {
      socket.destroy()
      done(taken)
    }
    signal.addEventListener('abort', () => settle(null), { once: true })
    socket.once('secureConnect', () => settle(true))
    socket.on('error', (thrown) => settle(isOwnInability(thrown) ? null : false))
    socket.once('close', () => settle(false))
  })
}

function isOwnInability(thrown: Error): boolean {
  return /NO_PROTOCOLS_AVAILABLE|NO_CIPHERS_AVAILABLE|UNSUPPORTED_PROTOCOL/.test(
    'code' in thrown ? String(thrown.code) : '',
  )
}

/** RFC 6066, 3: an address is no server name. */
const serverName = (host: string) => (isIP(host) === 0 ? host : '')

function describe(socket: TLSSocket): Handshake | null {
  const certificate = socket.getPeerX509Certificate()
  const { authorizationError: chainFault } = socket
  if (!certificate) return null
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    certificate,
    chainFault: chainFault ? String(chainFault instanceof Error ? chainFault.message : chainFault) : null,
  }
}

/** `chainFault`: OpenSSL's word for why the chain leads to nobody the bank believes; the name is not compared here. */
export type Handshake = {
  protocol: string
  cipher: string
  certificate: X509Certificate
  chainFault: string | null
}
/** `handshake` is null where only TLS older than 1.2 is spoken. */
export type Inspected = { handshake: Handshake | null; hsts: string | null; takesOldTls: boolean | null }
type Greeted = { handshake: Handshake; hsts: string | null }
type At = AllowedUrl & { addresses: readonly string[]; signal: AbortSignal }
type InspectTls = { url: string; resolve?: Resolve; millisMax?: number }
