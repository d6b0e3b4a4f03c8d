import type { Fault } from '@/lib/errors'
import type { Xs2aCall } from './call'
import { isCustomerAddress } from './customer-address'
import { UUID, uuidOr } from './match-route'
import { REQUEST_HEADERS } from './request-headers'
import type { Route } from './route'

/** What each header may hold that nothing else judges, by its name on the wire. */
const SHAPES = REQUEST_HEADERS.filter(({ elsewhere }) => !elsewhere).map(({ name, schema }) => {
  const { maxLength = Number.POSITIVE_INFINITY, enum: words, format, pattern = '' } = schema
  const form = format === 'uuid' ? UUID : new RegExp(words ? `^(${words.join('|')})$` : pattern)
  const wish = words ? `must be ${words.join(' or ')}` : format === 'uuid' ? 'must be a UUID' : null
  const limits = `must be printable ASCII of at most ${maxLength} characters`
  return { name, wire: name.toLowerCase(), maxLength, form, text: `${name} ${wish ?? limits}.` }
})

/** Twice the same header would let two readers take different ones; nobody sends these twice in good faith. */
const SINGLE = new Map(
  [
    ...REQUEST_HEADERS.map(({ name }) => name),
    ...[
      'Authorization',
      'Accept',
      'Content-Type',
      'Content-Encoding',
      'Content-Length',
      'Transfer-Encoding',
      'Date',
      'Host',
    ],
  ].map((name) => [name.toLowerCase(), name]),
)

/**
 * The header rules of every call (Berlin Group 1.3, xs2a.md 1.1): X-Request-ID a UUID of any version, PSU-IP-Address
 * an IPv4 or IPv6 address that a customer can have, strict booleans, nothing twice, what the route demands, and no body where none is read.
 * Every fault is a `format_error` that names its header; its value is never repeated.
 */
export function checkHeaders(call: Xs2aCall, route: Route): CheckedHeaders {
  const faults: Fault[] = []
  const wrong = (path: string, text: string) => {
    // What is missing or there twice is nothing else besides.
    if (!faults.some((fault) => fault.path?.toLowerCase() === path.toLowerCase()))
      faults.push({ code: 'format_error', path, text })
  }
  for (const wire of new Set(call.repeated)) {
    const name = SINGLE.get(wire)
    if (name) wrong(name, `Send ${name} once.`)
  }
  const requestId = call.header('x-request-id')
  if (requestId === undefined) wrong('X-Request-ID', 'Send X-Request-ID, a UUID of your own per request.')
  else if (uuidOr(requestId, null) === null) wrong('X-Request-ID', 'X-Request-ID must be a UUID.')
  for (const name of route.headers)
    if (!call.header(name.toLowerCase())) wrong(name, `Send ${name} with this request.`)
  for (const { name, wire, maxLength, form, text } of SHAPES) {
    const value = call.header(wire)
    if (value !== undefined && (value.length > maxLength || !form.test(value))) wrong(name, text)
  }
  // A body that nobody reads is a place to hide the next request in.
  if (!route.body && (Number(call.header('content-length') ?? 0) > 0 || call.header('transfer-encoding')))
    wrong('Content-Length', 'Send no body with this request.')
  const psuAddress = call.header('psu-ip-address') ?? null
  if (psuAddress !== null && !isCustomerAddress(psuAddress))
    wrong('PSU-IP-Address', "PSU-IP-Address must be the customer's own IPv4 or IPv6 address, without a zone.")
  return { requestId: requestId ?? '', psuAddress, faults }
}

type CheckedHeaders = { requestId: string; psuAddress: string | null; faults: Fault[] }
