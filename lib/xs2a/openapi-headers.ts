import { REQUEST_HEADERS, shapes } from './request-headers'
import type { Route } from './route'

/**
 * The headers of this interface as its contract tells of them (Berlin Group 1.3, xs2a.md 1.1), as references into the
 * components below. Accept, Content-Type and Authorization are said by OpenAPI's own means.
 */
export function requestHeadersOf(route: Route) {
  return REQUEST_HEADERS.filter(({ on }) => on(route)).map(({ name }) => {
    const required = name === 'X-Request-ID' || route.headers.some((needed) => needed === name)
    return { $ref: `#/components/parameters/${name}${required ? REQUIRED : ''}` }
  })
}

/** What each answer carries, beside its body. */
export function responseHeadersOf(status: number, method?: Route['method']) {
  const carried = RESPONSE_HEADERS.filter(({ at }) => at(status, method))
  return Object.fromEntries(carried.map(({ name }) => [name, { $ref: `#/components/headers/${name}` }]))
}

/** `components.parameters`, of which `used` are named somewhere. */
export function headerParameters(used: (reference: string) => boolean) {
  const all = REQUEST_HEADERS.flatMap(({ name, description, schema }) =>
    [false, true].map((required): [string, object] => [
      `${name}${required ? REQUIRED : ''}`,
      { name, in: 'header', required, description, schema },
    ]),
  )
  return Object.fromEntries(all.filter(([key]) => used(`"#/components/parameters/${key}"`)))
}

/** `components.headers`. */
export const answerHeaders = () =>
  Object.fromEntries(RESPONSE_HEADERS.map(({ name, description, schema }) => [name, { description, schema }]))

const REQUIRED = '.required'

const RESPONSE_HEADERS: {
  name: string
  description: string
  schema: object
  at: (status: number, method?: Route['method']) => boolean
}[] = [
  { name: 'X-Request-ID', description: 'As it was sent.', schema: shapes.uuid, at: () => true },
  {
    name: 'Certificate-Last-Good',
    description:
      'Only while no source says whether your certificate is revoked, and the bank serves you nevertheless: when it was ' +
      'last called good.',
    schema: { type: 'string', format: 'date-time', maxLength: 24 },
    at: (status) => status < 400,
  },
  {
    name: 'Certificate-Ends',
    description:
      'Only in the last sixty days of the certificate of this call: when it ends. Renew it before.',
    schema: { type: 'string', format: 'date-time', maxLength: 24 },
    at: () => true,
  },
  { name: 'Location', description: 'The new resource.', schema: shapes.uri, at: (status) => status === 201 },
  {
    name: 'ASPSP-SCA-Approach',
    description: 'How the customer approves.',
    schema: { type: 'string', enum: ['REDIRECT'] },
    at: (status, method) => status === 201 || (method === 'PUT' && status === 200),
  },
  {
    name: 'ASPSP-Notification-Support',
    description: 'Whether you will be told what becomes of it.',
    schema: shapes.flag,
    at: (status) => status === 201,
  },
  {
    name: 'ASPSP-Notification-Content',
    description: 'Of what you will be told; only where you will be.',
    schema: { type: 'string', maxLength: 26, pattern: '^status=(SCA|PROCESS|LAST)(, (PROCESS|LAST)){0,2}$' },
    at: (status) => status === 201,
  },
  {
    name: 'Allow',
    description: 'The methods that are left.',
    schema: { type: 'string', maxLength: 40, pattern: '^[A-Z, ]*$' },
    at: (status) => status === 405,
  },
  {
    name: 'WWW-Authenticate',
    description: 'With a refused token: by which scheme to try again.',
    schema: shapes.text(500),
    at: (status) => status === 401,
  },
  {
    name: 'RateLimit',
    description: 'How many more requests may come at once (draft-ietf-httpapi-ratelimit-headers).',
    schema: shapes.text(70),
    at: () => true,
  },
  {
    name: 'Retry-After',
    description: 'Seconds to wait.',
    schema: { type: 'integer', format: 'int32', minimum: 0, maximum: 86_400 },
    at: (status) => status === 429 || status === 503,
  },
]
