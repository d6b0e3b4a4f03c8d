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
export function responseHeadersOf(status: number) {
  const carried = RESPONSE_HEADERS.filter(({ at }) => at(status))
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

const text = (maxLength: number) => ({ type: 'string', maxLength, pattern: '^[\\x20-\\x7e]*$' })
const flag = { type: 'string', enum: ['true', 'false'] }
const uuid = { type: 'string', format: 'uuid', maxLength: 36 }
const uri = { type: 'string', format: 'uri', maxLength: 2_048 }

const always = () => true
const reads = ({ right }: Route) => right !== null
const starts = ({ method, path }: Route) =>
  method === 'POST' && /(\/consents|\/confirmation-of-funds|\/authorisations)$/.test(path)

const REQUEST_HEADERS: {
  name: string
  description: string
  schema: object
  on: (route: Route) => boolean
}[] = [
  {
    name: 'X-Request-ID',
    description: 'A UUID of your own, new for each request; it comes back.',
    schema: uuid,
    on: always,
  },
  {
    name: 'Consent-ID',
    description: 'The consent that covers this call.',
    schema: uuid,
    on: ({ headers, right }) => right !== null || headers.includes('Consent-ID'),
  },
  {
    name: 'PSU-IP-Address',
    description:
      'The address of the customer, IPv4 or IPv6. Send it if, and only if, the customer asked for this now.',
    schema: {
      type: 'string',
      maxLength: 45,
      pattern: '^[0-9A-Fa-f:.]+$',
      anyOf: [{ format: 'ipv4' }, { format: 'ipv6' }],
    },
    on: always,
  },
  { name: 'PSU-IP-Port', description: "The customer's port.", schema: text(5), on: always },
  { name: 'PSU-Accept', description: "What the customer's browser accepts.", schema: text(500), on: always },
  { name: 'PSU-Accept-Charset', description: 'As PSU-Accept.', schema: text(500), on: always },
  { name: 'PSU-Accept-Encoding', description: 'As PSU-Accept.', schema: text(500), on: always },
  { name: 'PSU-Accept-Language', description: 'As PSU-Accept.', schema: text(500), on: always },
  { name: 'PSU-User-Agent', description: "The customer's browser or app.", schema: text(500), on: always },
  {
    name: 'PSU-Http-Method',
    description: 'What the customer used towards you.',
    schema: text(10),
    on: always,
  },
  { name: 'PSU-Device-ID', description: "An id of the customer's device.", schema: uuid, on: always },
  { name: 'PSU-Geo-Location', description: 'GEO:latitude,longitude.', schema: text(70), on: always },
  {
    name: 'Digest',
    description: 'SHA-256= or SHA-512= of the body, in base64. Needed where the bank wants signed requests.',
    schema: text(200),
    on: always,
  },
  {
    name: 'Signature',
    description: 'The signature over digest, x-request-id and more.',
    schema: text(2_000),
    on: always,
  },
  {
    name: 'TPP-Signature-Certificate',
    description: 'The QSealC of the signature, DER in base64.',
    schema: text(8_000),
    on: always,
  },
  {
    name: 'DPoP',
    description: 'A proof by RFC 9449, where the token is bound to a key.',
    schema: text(4_096),
    on: reads,
  },
  {
    name: 'PSU-ID',
    description: 'Not needed: the customer identifies at the bank.',
    schema: text(70),
    on: starts,
  },
  { name: 'TPP-Redirect-Preferred', description: 'Whether you prefer a redirect.', schema: flag, on: starts },
  {
    name: 'TPP-Decoupled-Preferred',
    description: 'Whether you prefer a decoupled approval.',
    schema: flag,
    on: starts,
  },
  {
    name: 'TPP-Explicit-Authorisation-Preferred',
    description: 'Whether you want to start the authorisation yourself.',
    schema: flag,
    on: starts,
  },
  { name: 'TPP-Redirect-URI', description: 'Where the customer returns to.', schema: uri, on: starts },
  {
    name: 'TPP-Nok-Redirect-URI',
    description: 'Where the customer returns to after a no.',
    schema: uri,
    on: starts,
  },
  {
    name: 'TPP-Notification-URI',
    description: 'Where to push changes of status to.',
    schema: uri,
    on: starts,
  },
  {
    name: 'TPP-Notification-Content-Preferred',
    description: 'Which changes: status=SCA, PROCESS, LAST.',
    schema: text(70),
    on: starts,
  },
  {
    name: 'TPP-Brand-Logging-Information',
    description: 'The brand under which you speak to the customer.',
    schema: text(140),
    on: starts,
  },
]

const RESPONSE_HEADERS: {
  name: string
  description: string
  schema: object
  at: (status: number) => boolean
}[] = [
  { name: 'X-Request-ID', description: 'As it was sent.', schema: uuid, at: always },
  { name: 'Location', description: 'The new resource.', schema: uri, at: (status) => status === 201 },
  {
    name: 'ASPSP-SCA-Approach',
    description: 'How the customer approves.',
    schema: { type: 'string', enum: ['REDIRECT'] },
    at: (status) => status === 201,
  },
  {
    name: 'WWW-Authenticate',
    description: 'With a refused token: by which scheme to try again.',
    schema: text(500),
    at: (status) => status === 401,
  },
  {
    name: 'RateLimit',
    description: 'How many more requests may come at once (draft-ietf-httpapi-ratelimit-headers).',
    schema: text(70),
    at: always,
  },
  {
    name: 'Retry-After',
    description: 'Seconds to wait.',
    schema: { type: 'integer', format: 'int32', minimum: 0, maximum: 86_400 },
    at: (status) => status === 429 || status === 503,
  },
]
