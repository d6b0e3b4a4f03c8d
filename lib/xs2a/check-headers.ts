import { isIP } from 'node:net'
import { Refusal } from '@/lib/errors'
import type { Xs2aCall } from './call'
import { uuidOr } from './match-route'
import type { Route } from './route'

const BOOLEANS = {
  'tpp-redirect-preferred': 'TPP-Redirect-Preferred',
  'tpp-decoupled-preferred': 'TPP-Decoupled-Preferred',
  'tpp-explicit-authorisation-preferred': 'TPP-Explicit-Authorisation-Preferred',
}

/** Twice the same header would let two readers take different ones; nobody sends these twice in good faith. */
const SINGLE = new Set(
  [
    ...Object.values(BOOLEANS),
    'X-Request-ID',
    'PSU-IP-Address',
    'Consent-ID',
    'Authorization',
    'DPoP',
    'Accept',
    'Content-Type',
    'Content-Length',
    'Host',
  ].map((name) => name.toLowerCase()),
)

/**
 * The header rules of every call (Berlin Group 1.3, xs2a.md 1.1): X-Request-ID a UUID of any version, PSU-IP-Address
 * an IPv4 or IPv6 address, strict booleans, nothing twice, and what the route demands. `format_error` names the
 * header; its value is never repeated.
 */
export function checkHeaders(call: Xs2aCall, route: Route): CheckedHeaders {
  const twice = call.repeated.find((name) => SINGLE.has(name))
  if (twice) throw wrong(twice, `Send ${twice} once.`)
  const requestId = call.header('x-request-id')
  if (requestId === undefined)
    throw wrong('X-Request-ID', 'Send X-Request-ID, a UUID of your own per request.')
  if (uuidOr(requestId, null) === null) throw wrong('X-Request-ID', 'X-Request-ID must be a UUID.')
  for (const name of route.headers)
    if (!call.header(name.toLowerCase())) throw wrong(name, `Send ${name} with this request.`)
  for (const [name, shown] of Object.entries(BOOLEANS)) {
    const value = call.header(name)
    if (value !== undefined && value !== 'true' && value !== 'false')
      throw wrong(shown, `${shown} must be true or false.`)
  }
  const psuAddress = call.header('psu-ip-address') ?? null
  if (psuAddress !== null && isIP(psuAddress) === 0)
    throw wrong('PSU-IP-Address', "PSU-IP-Address must be the customer's IPv4 or IPv6 address.")
  return { requestId, psuAddress }
}

const wrong = (path: string, text: string) => new Refusal('format_error', { path, text })

type CheckedHeaders = { requestId: string; psuAddress: string | null }
