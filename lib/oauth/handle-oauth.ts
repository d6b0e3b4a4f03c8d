import 'server-only'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isUnavailable } from '@/db/unavailable'
import { preferredLanguage } from '@/i18n/preferred-language'
import { env } from '@/lib/env'
import type { Refusal } from '@/lib/errors'
import { limitThirdParty } from '@/lib/limits/limit-third-party'
import { log } from '@/lib/log'
import { countRefusal } from '@/lib/metrics/count-refusal'
import type { Caller } from '@/lib/tpp/caller'
import { noteRefusedCall } from '@/lib/tpp/refused-calls'
import { certificateCode } from './certificate-codes'
import { CERTIFICATE_EXPLAINED } from './certificate-explained'
import { ERROR_PAGE_POLICY, errorPage } from './error-page'
import { handleRegistration } from './handle-registration'
import { INTERACTION_ID_HEADER, interactionIdOf } from './interaction-id'
import { oauthProvider } from './provider'
import { attachCaller } from './request-caller'
import { SOON_SECONDS } from './unavailable'

/** What every answer of this door carries. Only keys and discovery may be kept, and only for a minute. */
const HEADERS: readonly (readonly [string, string])[] = [
  ['cache-control', 'no-store'],
  ['referrer-policy', 'no-referrer'],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['cross-origin-opener-policy', 'same-origin'],
  ...(env.PUBLIC_ORIGIN.startsWith('https:')
    ? ([['strict-transport-security', 'max-age=63072000; includeSubDomains']] as const)
    : []),
]

/** Pages of the browser and discovery are always of the issuer, whatever way a request came. */
const OF_THE_ISSUER = /^\/(\.well-known|oauth\/authorize)(\/|\?|$)/

const REGISTER = /^\/oauth\/register(\?|$)/

/** What is told without asking who asks; registration has words of its own. */
const OPEN = /^\/(\.well-known|oauth\/(authorize|jwks|register))(\/|\?|$)/

/** A stranger's path is kept no longer than any of ours is. */
const ROUTE_LENGTH_MAX = 100

/** What is forwarded by a proxy is not believed here: the caller and the origin are settled before. */
const UNTRUSTED = [
  'forwarded',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-for',
  'x-forwarded-port',
]

/**
 * The OAuth door: `/oauth/*` and the two discovery documents, for a browser and for a third party. `caller` is who the
 * wire proved; the request's own Host is never believed. Never throws: an unexpected error is logged with the id that
 * the answer carries, and answered without details.
 */
export async function handleOAuth(req: IncomingMessage, res: ServerResponse, caller: Caller): Promise<void> {
  const id = interactionIdOf(req)
  res.setHeader(INTERACTION_ID_HEADER, id)
  for (const [name, value] of HEADERS) res.setHeader(name, value)
  try {
    // RFC 9112, 3.2.2: an absolute target would carry a host of its own past the pinning.
    if (!req.url?.startsWith('/') || req.url.startsWith('//')) return void res.writeHead(400).end()
    const wait = limitThirdParty(caller, id)
    if (wait > 0) return answerFlood(req, res, wait)
    pinOrigin(req, caller)
    const { refusal } = await attachCaller(req, caller)
    if (refusal && (!OPEN.test(req.url) || REGISTER.test(req.url))) noteRefused(req, caller, refusal)
    // Before the provider, which would call it the client's fault. Keys and discovery are for everybody.
    if (refusal?.code === 'revocation_unknown' && !OPEN.test(req.url)) return answerSilence(req, res, refusal)
    // What is left needs a client, and none is authenticated beside a certificate that is no good.
    if (refusal && refusal.code !== 'certificate_missing' && !OPEN.test(req.url))
      return answerBadCertificate(req, res, refusal)
    if (REGISTER.test(req.url)) return await handleRegistration(req, res)
    const provider = await oauthProvider()
    await provider.callback()(req, res)
  } catch (thrown) {
    log.error({ err: thrown, requestId: id }, 'OAuth failed')
    if (res.headersSent) res.destroy()
    else if (isUnavailable(thrown)) answerUnavailable(req, res, id)
    else answerFailure(req, res, id)
  }
}

/** For the third party that the certificate names; whoever has none is not known. */
function noteRefused(req: IncomingMessage, { refused }: Caller, { code }: Refusal): void {
  noteRefusedCall({
    refused,
    method: req.method ?? 'GET',
    route: (req.url ?? '').split('?', 1).join().slice(0, ROUTE_LENGTH_MAX),
    status: code === 'revocation_unknown' ? 503 : 401,
    code: certificateCode(code),
    requestId: null,
  })
}

/** The provider builds its addresses from Host and scheme, so both are set from the configuration. */
function pinOrigin(req: IncomingMessage, { through, address }: Caller): void {
  const ofIssuer = through !== 'listener' || OF_THE_ISSUER.test(req.url ?? '')
  const { host, protocol } = new URL(ofIssuer ? env.PUBLIC_ORIGIN : env.MTLS_ORIGIN)
  for (const name of UNTRUSTED) delete req.headers[name]
  req.headers.host = host
  req.headers['x-forwarded-proto'] = protocol.slice(0, -1)
  req.headers['x-forwarded-for'] = address
}

/** RFC 6585, 4. The word is the one of RFC 6749, 4.1.2.1 for a server that cannot answer now. */
function answerFlood(req: IncomingMessage, res: ServerResponse, wait: number): void {
  res.setHeader('retry-after', String(wait))
  // A body that nobody reads would be taken for the next request.
  if (!req.complete) res.setHeader('connection', 'close')
  const text = 'Too many requests in a short time. Wait, see Retry-After.'
  answer(req, res, { status: 429, error: 'temporarily_unavailable', text, reference: interactionIdOf(req) })
}

/** Nobody says whether the certificate is revoked: the bank's trouble, told with who is silent since when. */
function answerSilence(req: IncomingMessage, res: ServerResponse, { text, code }: Refusal): void {
  res.setHeader('retry-after', '60')
  if (!req.complete) res.setHeader('connection', 'close')
  const reference = interactionIdOf(req)
  answer(req, res, { status: 503, error: 'temporarily_unavailable', text: text ?? code, reference })
}

/** RFC 6749, 5.2, with the reason and the place where every step of the verdict stands. */
function answerBadCertificate(req: IncomingMessage, res: ServerResponse, { text, code }: Refusal): void {
  if (!req.complete) res.setHeader('connection', 'close')
  const reason = `${text ?? code} Every step of the verdict: ${CERTIFICATE_EXPLAINED}`
  const told = reason.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, ' ')
  answer(req, res, { status: 401, error: 'invalid_client', text: told, reference: interactionIdOf(req) })
}

/** The database is away, for seconds mostly (FLT-03). */
function answerUnavailable(req: IncomingMessage, res: ServerResponse, reference: string): void {
  res.setHeader('retry-after', String(SOON_SECONDS))
  const text = `The bank cannot answer now. Try again, not before Retry-After. Reference: ${reference}`
  answer(req, res, { status: 503, error: 'temporarily_unavailable', text, reference })
}

function answerFailure(req: IncomingMessage, res: ServerResponse, reference: string): void {
  answer(req, res, {
    status: 500,
    error: 'server_error',
    text: `Unexpected. Reference: ${reference}`,
    reference,
  })
}

function answer(
  req: IncomingMessage,
  res: ServerResponse,
  { status, error, text, reference }: Failure,
): void {
  res.statusCode = status
  countRefusal('oauth', error)
  if (req.headers.accept?.includes('text/html')) {
    res.setHeader('content-type', 'text/html; charset=utf-8')
    res.setHeader('content-security-policy', ERROR_PAGE_POLICY)
    const { cookie, 'accept-language': accepted } = req.headers
    const sent = new Headers({ ...(cookie && { cookie }), ...(accepted && { 'accept-language': accepted }) })
    res.end(errorPage({ page: 'failed', error, reference, language: preferredLanguage(sent) }))
    return
  }
  res.setHeader('content-type', 'application/json')
  res.end(JSON.stringify({ error, error_description: text }))
}

type Failure = { status: number; error: string; text: string; reference: string }
