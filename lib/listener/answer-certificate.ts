import 'server-only'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { env } from '@/lib/env'
import { Refusal } from '@/lib/errors'
import { limitThirdParty } from '@/lib/limits/limit-third-party'
import { type Explanation, explainCertificate, standingOf } from '@/lib/tpp/explain-certificate'
import { type Problem, toProblem } from '@/lib/xs2a/tpp-messages'
import { callerOfSocket } from './caller-of-socket'

/**
 * `GET /certificate`: what the bank thinks of the certificate of this very connection, step by step. Anybody may ask, also
 * with a certificate that is refused everywhere else, and with none; only about what they hold the key of.
 */
export async function answerCertificate(
  req: IncomingMessage,
  res: ServerResponse,
  socket: TLSSocket,
): Promise<void> {
  const caller = await callerOfSocket(socket)
  const wait = limitThirdParty(caller, null)
  if (wait > 0) return void res.writeHead(429, { ...HEADERS, 'Retry-After': String(wait) }).end()
  if (req.method !== 'GET' && req.method !== 'HEAD')
    return void res.writeHead(405, { ...HEADERS, Allow: 'GET, HEAD', Connection: 'close' }).end()
  const der = socket.getPeerX509Certificate()?.raw ?? null
  const body = JSON.stringify(der === null ? NONE : await tell(der), null, 2)
  res.writeHead(200, {
    ...HEADERS,
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
  })
  res.end(req.method === 'HEAD' ? undefined : body)
}

async function tell(der: Uint8Array) {
  const { refusal, ...explanation } = await explainCertificate({ der, use: 'web' })
  return {
    presented: true,
    ...explanation,
    answer: refusal && toAnswer(refusal),
    // Only the holder of the key comes this far: what the bank decided about the holder is told to nobody else.
    standing: await standingOfHolder(explanation),
    _links: LINKS,
  }
}

async function standingOfHolder({ good, certificate }: Pick<Explanation, 'good' | 'certificate'>) {
  return good && certificate ? await standingOf(certificate.organizationIdentifier) : null
}

/** What a call of the interface is answered for it. */
function toAnswer(refusal: Refusal): Pick<Problem, 'status' | 'code' | 'text'> {
  const { status, code, text } = toProblem(refusal, { below: null, reference: '' })
  return { status, code, text }
}

const LINKS = { page: { href: `${env.PUBLIC_ORIGIN}/developer/certificate` } }
const NONE = {
  presented: false,
  good: false,
  reason: null,
  certificate: null,
  steps: [],
  answer: toAnswer(new Refusal('certificate_missing')),
  _links: LINKS,
}
const HEADERS = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' }
