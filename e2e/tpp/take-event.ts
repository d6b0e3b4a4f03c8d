import { createLocalJWKSet, errors, jwtVerify } from 'jose'
import { z } from 'zod'
import { recordCall } from '../outside/record-call'
import type { OpenBank } from './bank'
import type { Store } from './store'
import { wordsOfStatus } from './take-notification'

/** Where the bank pushes Security Event Tokens (RFC 8935), below `SALDO_NOTIFICATION_ORIGIN`. */
export const EVENTS_PATH = '/events'

/**
 * Takes a signed event of the bank: 202 once it is verified and kept, also when it came before or is about nobody we know, which
 * acknowledges it; else 400 with what is wrong. Whose consent it is sees the token's claims, and that we confirmed them.
 */
export async function takeEvent({
  bank,
  store,
  brand,
  bankName,
  issuer,
  request,
}: TakeEvent): Promise<Taken> {
  const started = performance.now()
  const { url, headers, body } = request
  if (headers['content-type'] !== 'application/secevent+jwt') return refusal('invalid_request')
  const open = await bank.open([])
  const audience = open.oauth.clientMetadata().client_id
  const keys = createLocalJWKSet({ keys: await open.keys() })
  const token = await jwtVerify(body, keys, {
    typ: 'secevent+jwt',
    algorithms: ['ES256'],
    issuer,
    audience,
  }).catch(faultOf)
  if (typeof token === 'string') return refusal(token)
  const event = Event.safeParse(token.payload)
  if (!event.success) return refusal('invalid_request')
  const { jti, events } = event.data
  const told = Status.safeParse(events[`${issuer}/events/consent-status`])
  const known = told.success ? store.findByConsent(told.data.consentId) : null
  if (!told.success || !known || known.customer.calls.some((call) => call.requestId === jti))
    return ACKNOWLEDGED
  const at = new Date()
  const call = recordCall({
    from: 'bank',
    startedAt: at,
    method: 'POST',
    url,
    status: ACKNOWLEDGED.status,
    milliseconds: Math.round(performance.now() - started),
    requestHeaders: { ...headers, 'x-request-id': jti },
    requestBody: JSON.stringify({ header: token.protectedHeader, claims: token.payload }),
    responseHeaders: {},
    responseBody: '',
  })
  const { customer } = known
  const words = wordsOfStatus(told.data.consentStatus, {
    brand,
    bankName,
    waited: customer.connection?.waiting ?? false,
  })
  const text = words && `${words} ${CONFIRMED}`
  const notice = text ? { tone: 'plain' as const, text, at: at.toISOString() } : customer.notice
  store.save(known.userId, { ...customer, notice, calls: [...customer.calls, call] })
  return ACKNOWLEDGED
}

/** Said below what the bank told, once its event is acknowledged. */
const CONFIRMED = 'We have confirmed to the bank that we know.'

const ACKNOWLEDGED: Taken = { status: 202, body: '' }

/** RFC 8935, 2.3. */
const refusal = (err: EventFault): Taken => ({ status: 400, body: JSON.stringify({ err }) })

/** RFC 8935, 2.4. */
function faultOf(thrown: unknown): EventFault {
  if (thrown instanceof errors.JWTClaimValidationFailed)
    return thrown.claim === 'iss'
      ? 'invalid_issuer'
      : thrown.claim === 'aud'
        ? 'invalid_audience'
        : 'invalid_request'
  if (thrown instanceof errors.JWKSNoMatchingKey) return 'invalid_key'
  return thrown instanceof errors.JWSSignatureVerificationFailed ? 'authentication_failed' : 'invalid_request'
}

const Event = z.object({ jti: z.string().min(1), events: z.record(z.string(), z.unknown()) })
const Status = z.object({ consentId: z.string(), consentStatus: z.string() })

type EventFault =
  | 'invalid_request'
  | 'invalid_key'
  | 'invalid_issuer'
  | 'invalid_audience'
  | 'authentication_failed'
type Taken = { status: number; body: string }
type TakeEvent = {
  bank: { open(calls: []): Promise<Pick<OpenBank, 'oauth' | 'keys'>> }
  store: Store
  brand: string
  bankName: string
  issuer: string
  request: { url: string; headers: Record<string, string>; body: string }
}
