import 'server-only'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { closeHotPath } from '@/db/hot-path'
import { startWritingBlocks } from '@/lib/audit/write-blocks'
import { env } from '@/lib/env'
import { guardConnections } from '@/lib/limits/guard-connections'
import { log } from '@/lib/log'
import { flushMeasurements } from '@/lib/measurements/record-request'
import { trustedServices } from '@/lib/tpp/trust-sources'
import { startWritingRefusedCalls } from '@/lib/tpp/write-refused-calls'
import { dispatch } from './dispatch'
import { refuseMalformed } from './refuse-malformed'
import { CLIENT_CERTIFICATE, LIMITS, tlsSettings } from './tls-settings'

const RENEWAL_MILLIS = 60_000
const CLOSE_WITHIN_MILLIS = 5_000
const IDLE_CHECK_MILLIS = 50

/**
 * Starts the mutual-TLS listener for third parties and resolves when it accepts connections. A renewed server
 * certificate is taken up within a minute. `close` lets requests in flight finish, five seconds at most.
 */
export async function startListener({ port }: StartListener): Promise<Listener> {
  const faults = trustedServices().faults()
  if (faults.length > 0) log.warn({ faults }, 'Some issuers of certificates are not trusted')
  let pair = readPair()
  const host = env.MTLS_LISTEN_HOST ?? (env.SANDBOX ? 'localhost' : undefined)
  const server = createServer({ ...tlsSettings(pair.cert, pair.key), ...CLIENT_CERTIFICATE, ...LIMITS })
  guardConnections(server)
  const stopWriting = [startWritingBlocks(), startWritingRefusedCalls()]
  server.on('request', dispatch)
  server.on('clientError', refuseMalformed)
  // An expectation that nobody here has heard of is left aside (RFC 9110, 10.1.1); Node would answer it outside of the contract.
  server.on('checkExpectation', dispatch)
  // A handshake that fails is the caller's affair; without a listener nothing but noise would come of it.
  server.on('tlsClientError', (error) => log.debug({ err: error }, 'A TLS handshake failed'))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const renewal = setInterval(() => {
    pair = renew(server, pair)
  }, RENEWAL_MILLIS).unref()
  const address = server.address() as AddressInfo
  log.info({ port: address.port }, 'Third parties are served')
  return {
    port: address.port,
    close: async () => {
      clearInterval(renewal)
      await close(server)
      await Promise.all(stopWriting.map((stop) => stop()))
      await flushMeasurements()
      await closeHotPath()
    },
  }
}

function readPair(): Pair {
  return { cert: readFileSync(env.MTLS_CERTIFICATE_FILE), key: readFileSync(env.MTLS_KEY_FILE) }
}

/** A pair that cannot be used (two files are replaced one after the other) leaves the one in use. */
function renew(server: Server, before: Pair): Pair {
  try {
    const now = readPair()
    if (now.cert.equals(before.cert) && now.key.equals(before.key)) return before
    server.setSecureContext(tlsSettings(now.cert, now.key))
    return now
  } catch (error) {
    log.warn({ err: error }, "The listener's renewed certificate cannot be used")
    return before
  }
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  // Again and again: a connection whose last request has just been answered is kept open by its owner.
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MILLIS)
  const impatience = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MILLIS)
  await closed
  clearInterval(idle)
  clearTimeout(impatience)
}

/** `port` 0 takes a free one. */
type StartListener = { port: number }
export type Listener = { port: number; close: () => Promise<void> }
type Pair = { cert: Buffer; key: Buffer }
