/**
 * Turns one finished call to the bank into what the panel "Calls just made" shows. Whatever would let a
 * reader of the page act in our name (tokens, codes, proofs, assertions) is cut to its first characters.
 */
export function recordCall(call: FinishedCall): Call {
  return {
    from: call.from ?? 'us',
    at: call.startedAt.toISOString(),
    method: call.method,
    url: shortenQuery(call.url),
    status: call.status,
    requestId: call.requestHeaders['x-request-id'] ?? null,
    milliseconds: call.milliseconds,
    requestHeaders: shownHeaders(call.requestHeaders, SHOWN_REQUEST_HEADERS),
    requestBody: shortenBody(call.requestBody),
    responseHeaders: shownHeaders(call.responseHeaders, SHOWN_RESPONSE_HEADERS),
    responseBody: shortenBody(call.responseBody),
  }
}

const SHOWN_REQUEST_HEADERS = [
  'authorization',
  'dpop',
  'consent-id',
  'x-request-id',
  'psu-ip-address',
  'tpp-redirect-uri',
  'tpp-notification-uri',
  'tpp-notification-content-preferred',
  'content-digest',
  'digest',
  'tpp-signature-certificate',
  'signature-input',
  'signature',
  'content-type',
]
const SHOWN_RESPONSE_HEADERS = [
  'x-request-id',
  'content-type',
  'location',
  'aspsp-sca-approach',
  'aspsp-notification-support',
  'aspsp-notification-content',
  'www-authenticate',
  'retry-after',
  'x-fapi-interaction-id',
]
/** The certificate is no secret, only long. */
const SHORT_HEADERS = ['authorization', 'dpop', 'tpp-signature-certificate']
const SECRET_FIELDS = [
  'access_token',
  'refresh_token',
  'id_token',
  'token',
  'code',
  'code_verifier',
  'client_assertion',
  'request_uri',
  'state',
]
const BODY_SHOWN_MAX = 900

function shownHeaders(headers: Record<string, string>, names: string[]) {
  return names.flatMap((name) => {
    const value = headers[name]
    if (value === undefined) return []
    return [{ name, value: SHORT_HEADERS.includes(name) ? shortenCredentials(value) : value }]
  })
}

function shortenCredentials(value: string) {
  const [scheme, token] = value.split(' ')
  return token === undefined ? shorten(value) : `${scheme} ${shorten(token)}`
}

function shorten(secret: string) {
  return secret.length <= 8 ? '…' : `${secret.slice(0, 8)}…`
}

function shortenQuery(address: string) {
  const url = new URL(address)
  for (const name of SECRET_FIELDS) {
    const value = url.searchParams.get(name)
    if (value !== null) url.searchParams.set(name, shorten(value))
  }
  return url.href
}

function shortenBody(body: string) {
  if (body === '') return ''
  const readable = body.startsWith('{') || body.startsWith('[') ? prettyJson(body) : prettyForm(body)
  return readable.length > BODY_SHOWN_MAX
    ? `${readable.slice(0, BODY_SHOWN_MAX)}\n… (${readable.length - BODY_SHOWN_MAX} more characters)`
    : readable
}

function prettyJson(body: string) {
  const isSecret = (name: string, value: unknown): value is string =>
    // An error's "code" is a word everyone may read; only an OAuth answer's "code" is a secret, and that is never JSON.
    name !== 'code' && SECRET_FIELDS.includes(name) && typeof value === 'string'
  try {
    return JSON.stringify(
      JSON.parse(body, (name, value) => (isSecret(name, value) ? shorten(value) : value)),
      null,
      1,
    )
  } catch {
    return body
  }
}

function prettyForm(body: string) {
  if (!/^[\w.]+=/.test(body)) return body
  return [...new URLSearchParams(body)]
    .map(([name, value]) => `${name}=${SECRET_FIELDS.includes(name) ? shorten(value) : value}`)
    .join('\n')
}

export type FinishedCall = {
  from?: 'us' | 'bank'
  startedAt: Date
  method: string
  url: string
  status: number | null
  milliseconds: number
  requestHeaders: Record<string, string>
  requestBody: string
  responseHeaders: Record<string, string>
  responseBody: string
}

/** `status` is null when no answer came at all. */
export type Call = {
  /** Who called whom. */
  from: 'us' | 'bank'
  at: string
  method: string
  url: string
  status: number | null
  requestId: string | null
  milliseconds: number
  requestHeaders: ShownHeader[]
  requestBody: string
  responseHeaders: ShownHeader[]
  responseBody: string
}

type ShownHeader = { name: string; value: string }
