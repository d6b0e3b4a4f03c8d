import type { Route } from './route'

/** How values of headers look. Bounded, because everything that a stranger sends is. */
export const shapes = {
  text: (maxLength: number) => ({ type: 'string', maxLength, pattern: '^[\\x20-\\x7e]*$' }),
  flag: { type: 'string', enum: ['true', 'false'] },
  uuid: { type: 'string', format: 'uuid', maxLength: 36 },
  uri: { type: 'string', format: 'uri', maxLength: 2_048, pattern: '^\\S+$' },
}

const always = () => true
const reads = ({ right, refusals }: Route) => right !== null || refusals.includes('token_unknown')
const starts = ({ method, path }: Route) =>
  method === 'POST' && /(\/consents|\/confirmation-of-funds|\/authorisations)$/.test(path)
const pays = ({ method, role }: Route) => method === 'POST' && role === 'PSP_PI'
const sendsOff = (route: Route) => starts(route) || pays(route)

/** The headers that a request may carry. `on`: which lines of the table take it. */
export const REQUEST_HEADERS: readonly RequestHeader[] = [
  {
    name: 'X-Request-ID',
    elsewhere: true,
    description: 'A UUID of your own, new for each request; it comes back.',
    schema: shapes.uuid,
    on: always,
  },
  {
    name: 'Consent-ID',
    elsewhere: true,
    description: 'The consent that covers this call.',
    schema: shapes.uuid,
    on: ({ headers, right }) => right !== null || headers.includes('Consent-ID'),
  },
  {
    name: 'PSU-IP-Address',
    elsewhere: true,
    description:
      'The address of the customer, IPv4 or IPv6, without a zone and neither unspecified nor multicast. Send it if, and only if, the customer asked for this now.',
    schema: {
      type: 'string',
      maxLength: 45,
      pattern: '^[0-9A-Fa-f:.]+$',
      anyOf: [{ format: 'ipv4' }, { format: 'ipv6' }],
    },
    on: always,
  },
  { name: 'PSU-IP-Port', description: "The customer's port.", schema: shapes.text(5), on: always },
  {
    name: 'PSU-Accept',
    description: "What the customer's browser accepts.",
    schema: shapes.text(1_000),
    on: always,
  },
  { name: 'PSU-Accept-Charset', description: 'As PSU-Accept.', schema: shapes.text(1_000), on: always },
  { name: 'PSU-Accept-Encoding', description: 'As PSU-Accept.', schema: shapes.text(1_000), on: always },
  {
    name: 'PSU-Accept-Language',
    description: 'As PSU-Accept. A `psuMessage` is in the best of these that the bank speaks.',
    schema: shapes.text(1_000),
    on: always,
  },
  {
    name: 'PSU-User-Agent',
    description: "The customer's browser or app.",
    schema: shapes.text(1_000),
    on: always,
  },
  {
    name: 'PSU-Http-Method',
    description: 'What the customer used towards you.',
    schema: shapes.text(10),
    on: always,
  },
  { name: 'PSU-Device-ID', description: "An id of the customer's device.", schema: shapes.uuid, on: always },
  { name: 'PSU-Geo-Location', description: 'GEO:latitude,longitude.', schema: shapes.text(70), on: always },
  {
    name: 'Digest',
    elsewhere: true,
    description: 'SHA-256= or SHA-512= of the body, in base64. Needed where the bank wants signed requests.',
    schema: shapes.text(200),
    on: always,
  },
  {
    name: 'Signature',
    elsewhere: true,
    description: 'The signature over digest, x-request-id and more.',
    schema: shapes.text(2_000),
    on: always,
  },
  {
    name: 'TPP-Signature-Certificate',
    elsewhere: true,
    description: 'The QSealC of the signature, DER in base64.',
    schema: shapes.text(8_000),
    on: always,
  },
  {
    name: 'DPoP',
    elsewhere: true,
    description: 'A proof by RFC 9449, where the token is bound to a key.',
    schema: shapes.text(4_096),
    on: reads,
  },
  {
    name: 'PSU-ID',
    description: 'Not needed: the customer identifies at the bank.',
    schema: shapes.text(70),
    on: sendsOff,
  },
  {
    name: 'TPP-Redirect-Preferred',
    description: 'Taken, and changes nothing: the bank offers redirect alone.',
    schema: shapes.flag,
    on: sendsOff,
  },
  {
    name: 'TPP-Decoupled-Preferred',
    description: 'Taken, and changes nothing: the bank offers redirect alone.',
    schema: shapes.flag,
    on: sendsOff,
  },
  {
    name: 'TPP-Explicit-Authorisation-Preferred',
    description:
      'Whether you want to start the authorisation of a consent yourself. Of a payment it changes nothing.',
    schema: shapes.flag,
    on: sendsOff,
  },
  {
    name: 'TPP-Rejection-NoFunds-Preferred',
    description: 'Taken, and changes nothing: a payment without enough money is always rejected.',
    schema: shapes.flag,
    on: pays,
  },
  {
    name: 'TPP-Redirect-URI',
    elsewhere: true,
    description: 'Where the customer returns to.',
    schema: shapes.uri,
    on: sendsOff,
  },
  {
    name: 'TPP-Nok-Redirect-URI',
    elsewhere: true,
    description: 'Where the customer returns to after a no.',
    schema: shapes.uri,
    on: sendsOff,
  },
  {
    name: 'TPP-Notification-URI',
    elsewhere: true,
    description: 'Where to push changes of status to.',
    schema: shapes.uri,
    on: starts,
  },
  {
    name: 'TPP-Notification-Content-Preferred',
    elsewhere: true,
    description: 'Which changes: status=SCA, PROCESS, LAST.',
    schema: shapes.text(70),
    on: starts,
  },
  {
    name: 'TPP-Brand-Logging-Information',
    description: 'The brand under which you speak to the customer.',
    schema: shapes.text(140),
    on: sendsOff,
  },
]

export type RequestHeader = {
  name: string
  description: string
  schema: {
    type: string
    maxLength?: number
    pattern?: string
    format?: string
    enum?: string[]
    anyOf?: object[]
  }
  on: (route: Route) => boolean
  /** Judged where it is used, and ignored where it is not (xs2a.md 7). */
  elsewhere?: true
}
