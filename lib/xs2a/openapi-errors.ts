import type { RefusalCode } from '@/lib/errors'
import { type ErrorCode, errorPage } from './error-codes'
import { exampleMessages } from './error-example'
import { responseHeadersOf } from './openapi-headers'
import type { Route } from './route'
import { DOOR_MESSAGES, FORBIDDEN_IN_PATH, isAboutCertificate, TPP_MESSAGES } from './tpp-messages'

/** Why any line may refuse, before and beyond what it says of itself. */
const EVERYWHERE: readonly RefusalCode[] = [
  'certificate_missing',
  'certificate_invalid',
  'certificate_expired',
  'certificate_blocked',
  'certificate_revoked',
  'revocation_unknown',
  'role_invalid',
  'signature_missing',
  'signature_invalid',
  'format_error',
  'requested_formats_invalid',
]

/** The codes a line of the table may answer with, by HTTP status. */
export function errorsOf(route: Route): Map<number, ErrorCode[]> {
  const everywhere = EVERYWHERE.filter((code) => route.role !== null || code !== 'role_invalid')
  const refusals = [...everywhere, ...route.refusals]
  const messages = [
    ...refusals.map((refusal): Answered => {
      const [status, code, text] = TPP_MESSAGES[refusal]
      const inPath = route.below !== null && FORBIDDEN_IN_PATH.includes(refusal)
      return [inPath ? 403 : status, code, text]
    }),
    DOOR_MESSAGES.unexpected,
    ...(route.body ? [DOOR_MESSAGES.content_type, DOOR_MESSAGES.body_too_large] : []),
  ]
  const byStatus = new Map<number, ErrorCode[]>()
  for (const [status, code] of messages.sort(([a], [b]) => a - b))
    byStatus.set(status, [...new Set([...(byStatus.get(status) ?? []), code])].sort())
  // A flood is refused without a body: the standard's one code for 429 tells of a consent's frequency.
  if (!byStatus.has(429)) byStatus.set(429, [])
  return byStatus
}

/** Which of these codes a line may not answer with at this status, by its contract. */
export function undeclaredOf(route: Route, status: number, codes: readonly ErrorCode[]): ErrorCode[] {
  const declared = known.get(route) ?? errorsOf(route)
  known.set(route, declared)
  return codes.filter((code) => !declared.get(status)?.includes(code))
}

const known = new WeakMap<Route, Map<number, ErrorCode[]>>()

/** One status with its codes as an OpenAPI response. */
export function errorResponse(status: number, codes: readonly ErrorCode[], origin: string) {
  const headers = responseHeadersOf(status)
  const [first] = codes
  if (!first) return { description: DESCRIPTIONS[status], headers }
  const [, , said = ''] =
    Object.values({ ...TPP_MESSAGES, ...DOOR_MESSAGES }).find(([, code]) => code === first) ?? []
  const example = {
    tppMessages: exampleMessages(first, said),
    _links: { help: { href: `${origin}${errorPage(first)}` } },
  }
  return {
    description: `${DESCRIPTIONS[status] ?? 'Refused'}: ${codes.join(', ')}`,
    headers,
    content: { 'application/json': { schema: errorSchema(codes), example } },
  }
}

function errorSchema(codes: readonly ErrorCode[]) {
  const message = {
    type: 'object',
    properties: {
      category: { type: 'string', enum: ['ERROR', 'WARNING'] },
      code: { type: 'string', enum: codes },
      path: { type: 'string', maxLength: 140, pattern: '^[\\x20-\\x7e]*$', description: 'The culprit.' },
      text: { type: 'string', maxLength: 500, pattern: '^.*$', description: 'What to do.' },
    },
    required: ['category', 'code', 'text'],
    additionalProperties: false,
  }
  const link = { $ref: '#/components/schemas/Link' }
  // 503 may be for want of word about the certificate, whose code is the same as of the bank's other troubles.
  const links = codes.some((code) => code === 'SERVICE_UNAVAILABLE' || isAboutCertificate(code))
    ? { help: link, certificate: link }
    : { help: link }
  return {
    type: 'object',
    properties: {
      tppMessages: {
        type: 'array',
        minItems: 1,
        maxItems: 20,
        items: message,
        description: 'One message; several where several things are wrong with the form of a request.',
      },
      _links: { type: 'object', properties: links, additionalProperties: false },
    },
    required: ['tppMessages'],
    additionalProperties: false,
  }
}

const DESCRIPTIONS: Record<number, string> = {
  400: 'The request cannot be served as it is',
  401: 'The caller, its token or its consent does not allow this',
  403: 'Not this resource of this caller',
  404: 'There is no such resource',
  405: 'The resource does not allow this any more',
  406: 'No format that the caller accepts',
  409: 'The status does not allow this',
  413: 'The body is too large',
  415: 'The body is of another type',
  429: 'Too often; without a body where requests came too fast',
  500: 'The bank failed',
  503: 'The bank cannot answer now',
}

type Answered = readonly [status: number, code: ErrorCode, text: string]
