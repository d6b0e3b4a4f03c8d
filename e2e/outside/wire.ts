import http from 'node:http'
import https from 'node:https'
import tls from 'node:tls'
import type { CustomFetch } from 'openid-client'
import { type Call, recordCall } from './record-call'

/**
 * Opens the wire to the bank: a function like `fetch` that shows our QWAC where the bank asks for one and
 * adds each call to `calls`. Node's own `fetch` cannot carry a client certificate, hence node:https.
 * `qwac` is asked before each call: a renewed one opens connections of its own, and what runs over the old ones ends there.
 * Follows no redirect; rejects when no answer came within 20 seconds.
 */
export function openWire({ qwac, bankCa }: OpenWire): Wire {
  let held: { certificate: string; agent: https.Agent } | null = null
  const secure = async () => {
    const { certificate, key } = await qwac()
    if (held?.certificate === certificate) return held.agent
    if (held) letRunOut(held.agent)
    const ca = [...tls.rootCertificates, bankCa]
    const agent = new https.Agent({ keepAlive: true, cert: certificate, key, ca, minVersion: 'TLSv1.2' })
    held = { certificate, agent }
    return agent
  }
  const plain = new http.Agent({ keepAlive: true })
  return (calls) => async (url, options) => {
    const startedAt = new Date()
    const started = performance.now()
    const asked = {
      startedAt,
      method: options.method,
      url,
      requestHeaders: lowerCased(options.headers),
      requestBody: bodyText(options.body),
    }
    const took = () => Math.round(performance.now() - started)
    try {
      const answer = await send({
        ...asked,
        agent: url.startsWith('https:') ? await secure() : plain,
        signal: options.signal,
      })
      calls.push(recordCall({ ...asked, ...answer, milliseconds: took() }))
      return new Response(BODYLESS.includes(answer.status) ? null : answer.responseBody, {
        status: answer.status,
        headers: answer.responseHeaders,
      })
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      calls.push(
        recordCall({
          ...asked,
          status: null,
          milliseconds: took(),
          responseHeaders: {},
          responseBody: reason,
        }),
      )
      throw error
    }
  }
}

const ANSWER_WITHIN_MS = 20_000
const BODYLESS = [204, 205, 304]

/** Its idle connections end now, the others as soon as they are idle. */
function letRunOut(agent: https.Agent) {
  agent.maxFreeSockets = 0
  for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy()
}

function send({ url, method, requestHeaders, requestBody, agent, signal }: Send): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = (agent instanceof https.Agent ? https : http).request(url, {
      method,
      agent,
      headers:
        requestBody === ''
          ? requestHeaders
          : { ...requestHeaders, 'content-length': Buffer.byteLength(requestBody) },
      timeout: ANSWER_WITHIN_MS,
      signal,
    })
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 500,
          responseHeaders: Object.fromEntries(
            Object.entries(response.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
          ),
          responseBody: Buffer.concat(chunks).toString('utf8'),
        }),
      )
    })
    request.on('timeout', () => request.destroy(new Error('No answer within 20 seconds')))
    request.on('error', reject)
    request.end(requestBody)
  })
}

function bodyText(body: unknown) {
  if (body === undefined || body === null) return ''
  if (typeof body === 'string' || body instanceof URLSearchParams) return String(body)
  throw new Error('Only text and form bodies are ever sent to the bank')
}

function lowerCased(headers: Record<string, string>) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

export type Qwac = { certificate: string; key: string }
type OpenWire = { qwac: () => Promise<Qwac>; bankCa: string }
type Send = {
  url: string
  method: string
  requestHeaders: Record<string, string>
  requestBody: string
  agent: http.Agent
  signal: AbortSignal | undefined
}

type Answer = { status: number; responseHeaders: Record<string, string>; responseBody: string }

export type Wire = (calls: Call[]) => CustomFetch
