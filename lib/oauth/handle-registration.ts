import 'server-only'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { now as currentTime } from '@/lib/clock'
import { env } from '@/lib/env'
import { isRefusal, type Refusal } from '@/lib/errors'
import { findApplication } from '@/lib/tpp/find-application'
import { type RegisteredApplication, registerApplication } from '@/lib/tpp/register-application'
import { certificateCode } from './certificate-codes'
import { CERTIFICATE_EXPLAINED } from './certificate-explained'
import { isOwnEndpoint } from './data-removal-endpoint'
import { toEventMetadata } from './event-delivery'
import { interactionIdOf } from './interaction-id'
import { BODY_BYTES_MAX } from './node-http'
import { readRegistration } from './read-registration'
import { callerOf } from './request-caller'

/**
 * `POST /oauth/register` (RFC 7591) sets a third party's application, `GET` reads it back. The certificate of the call
 * is the whole credential: without a good one the answer is 401 (503 while nobody can say whether it is revoked), and nothing about the
 * register is told.
 */
export async function handleRegistration(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { tpp, certificate, refusal, silence } = callerOf(req)
  // Keys and redirect addresses are what somebody with a stolen certificate would change first: closed in any silence.
  if (!tpp || !certificate || silence) return refuseCaller(res, refusal ?? silence)
  if (req.method === 'GET' || req.method === 'HEAD') {
    const application = await findApplication(tpp.id)
    if (application) return answer(res, 200, toInformation(application))
    return answer(res, 404, { error: 'invalid_request', error_description: 'Nothing is registered yet.' })
  }
  if (req.method !== 'POST') return refuseMethod(res)
  if (!/^application\/json\s*(;|$)/i.test(req.headers['content-type'] ?? ''))
    return refuse(res, 415, 'invalid_client_metadata', 'Send application/json.')
  const body = await readJson(req)
  if ('problem' in body) return refuse(res, body.status, 'invalid_client_metadata', body.problem)
  const read = await readRegistration(body.value)
  if ('error' in read) return refuse(res, 400, read.error, read.text)
  const { dataRemovalEndpoint: endpoint } = read.registration
  if (endpoint !== null && !isOwnEndpoint(endpoint, certificate))
    return refuse(res, 400, 'invalid_client_metadata', FOREIGN_ENDPOINT)
  const registered = await registerApplication({
    tpp,
    registration: read.registration,
    requestId: interactionIdOf(req),
    now: await currentTime(),
  }).catch((thrown: unknown) => {
    if (isRefusal(thrown)) return thrown
    throw thrown
  })
  if ('code' in registered)
    return refuse(res, 400, 'invalid_client_metadata', registered.text ?? registered.code)
  const { application, first } = registered
  answer(res, first ? 201 : 200, toInformation(application))
}

const FOREIGN_ENDPOINT =
  'data_removal_endpoint: must lie under a DNS name of the certificate of this call, so that nobody else learns of your customers.'

function toInformation(application: RegisteredApplication) {
  return {
    client_id: application.clientId,
    client_id_issued_at: Math.floor(application.createdAt.getTime() / 1000),
    redirect_uris: application.redirectUris,
    token_endpoint_auth_method: application.authenticationMethod,
    ...(application.jwks ? { jwks: application.jwks } : {}),
    ...(application.brand ? { client_name: application.brand } : {}),
    ...(application.clientUri ? { client_uri: application.clientUri } : {}),
    ...(application.notificationUri ? { notification_uri: application.notificationUri } : {}),
    purposes: application.purposes,
    ...(application.dataRemovalEndpoint ? { data_removal_endpoint: application.dataRemovalEndpoint } : {}),
    ...toEventMetadata(application, `${env.MTLS_ORIGIN}/xs2a/v1/events/poll`),
    rotates_refresh_tokens: application.rotatesRefreshTokens === 'yes',
    response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token'],
    require_pushed_authorization_requests: true,
  }
}

async function readJson(
  req: IncomingMessage,
): Promise<{ value: unknown } | { status: number; problem: string }> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req) {
    size += chunk.length
    if (size > BODY_BYTES_MAX) return { status: 413, problem: 'The registration is too large.' }
    chunks.push(chunk)
  }
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))) }
  } catch {
    return { status: 400, problem: 'The body is not JSON in UTF-8.' }
  }
}

function refuseCaller(res: ServerResponse, refusal: Refusal | null): void {
  const code = certificateCode(refusal?.code ?? 'certificate_missing')
  const text =
    refusal?.text ?? 'Call over mutual TLS with a qualified website authentication certificate (QWAC).'
  const ours = code === 'SERVICE_UNAVAILABLE'
  answer(res, ours ? 503 : 401, {
    error: ours ? 'temporarily_unavailable' : 'invalid_client',
    error_description: text,
    tppMessages: [{ category: 'ERROR', code, text }],
    ...(!ours && { _links: { certificate: { href: CERTIFICATE_EXPLAINED } } }),
  })
}

function refuseMethod(res: ServerResponse): void {
  res.setHeader('allow', 'GET, HEAD, POST')
  refuse(res, 405, 'invalid_request', 'Register by POST, read back by GET.')
}

function refuse(res: ServerResponse, status: number, error: string, text: string): void {
  answer(res, status, { error, error_description: text })
}

function answer(res: ServerResponse, status: number, body: object): void {
  res.statusCode = status
  res.setHeader('content-type', 'application/json')
  res.end(JSON.stringify(body))
}
