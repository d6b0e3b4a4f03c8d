import 'server-only'
import { env } from '@/lib/env'
import { Refusal } from '@/lib/errors'
import { limitThirdParty } from '@/lib/limits/limit-third-party'
import type { Caller } from '@/lib/tpp/caller'
import { type Explanation, explainCertificate, standingOf } from '@/lib/tpp/explain-certificate'
import type { Xs2aAnswer } from './call'
import { type Problem, toProblem } from './tpp-messages'

/**
 * `GET /certificate`: what the bank thinks of the certificate of this very call, step by step. Anybody may ask, also with a
 * certificate that is refused everywhere else, and with none; only about what they hold the key of, so `der` must be what the
 * handshake proved, here or at a proxy that is believed.
 */
export async function tellCertificate({ method, der, caller }: TellCertificate): Promise<Xs2aAnswer> {
  const wait = limitThirdParty(caller, null)
  if (wait > 0) return { status: 429, headers: { ...HEADERS, 'Retry-After': String(wait) }, body: null }
  if (method !== 'GET' && method !== 'HEAD')
    return { status: 405, headers: { ...HEADERS, Allow: 'GET, HEAD' }, body: null }
  const text = JSON.stringify(der === null ? NONE : await tell(der), null, 2)
  const headers = {
    ...HEADERS,
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(text)),
  }
  return { status: 200, headers, body: method === 'HEAD' ? null : text }
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

type TellCertificate = { method: string; der: Uint8Array | null; caller: Caller }
