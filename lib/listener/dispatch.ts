import 'server-only'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { TLSSocket } from 'node:tls'
import { v7 as newId } from 'uuid'
import { Refusal } from '@/lib/errors'
import { log } from '@/lib/log'
import { handleOAuth } from '@/lib/oauth/handle-oauth'
import { serveXs2a } from '@/lib/xs2a/serve-xs2a'
import { DoorRefusal, toProblem, toTppMessages } from '@/lib/xs2a/tpp-messages'
import { answerCertificate } from './answer-certificate'
import { callerOfSocket } from './caller-of-socket'
import { stripClaims } from './strip-headers'

const XS2A = /^\/xs2a(?:[/?]|$)/
const CERTIFICATE = /^\/certificate(?:\?|$)/
const OAUTH = /^\/(?:oauth|\.well-known)(?:[/?]|$)/

/** Hands a request to its door with who the connection proved. No other path exists here: no page of the bank does. */
export async function dispatch(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { url = '', socket } = req
  try {
    if (!(socket instanceof TLSSocket)) throw new Error('A request came to the listener without TLS')
    stripClaims(req)
    // Node itself would answer 400 without a word.
    if (req.headers.host === undefined && req.httpVersion !== '1.0')
      throw new Refusal('format_error', { path: 'Host', text: 'Send Host with each request.' })
    const door = XS2A.test(url) ? serveXs2a : OAUTH.test(url) ? handleOAuth : null
    if (door) {
      const caller = callerOfSocket(socket)
      // A certificate that is known costs no turn of the loop.
      return await door(req, res, caller instanceof Promise ? await caller : caller)
    }
    if (CERTIFICATE.test(url)) return await answerCertificate(req, res, socket)
    refuse(res, new DoorRefusal('path_unknown'))
  } catch (thrown) {
    refuse(res, thrown)
  }
}

function refuse(res: ServerResponse, thrown: unknown): void {
  const reference = newId()
  const problem = toProblem(thrown, { below: null, reference })
  if (!problem.expected) log.error({ err: thrown, reference }, 'The listener could not answer')
  if (res.headersSent) return void res.destroy()
  const body = toTppMessages(problem)
  const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', Connection: 'close' }
  res.writeHead(problem.status, { ...headers, 'Content-Length': Buffer.byteLength(body) }).end(body)
}
