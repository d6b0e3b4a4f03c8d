import { isUnavailable } from '@/db/unavailable'
import { env } from '@/lib/env'
import { isRefusal, type RefusalCode } from '@/lib/errors'
import { type ErrorCode, errorPage } from './error-codes'
import type { Route } from './route'

/**
 * What each refusal of the house is on this wire: status and code of Berlin Group v1.3 (1.3.16), and a text that says
 * what to do where the refusal brings none. What a code means, and at which statuses it is legal, stands in
 * `error-codes`. The last group cannot come from a call of this door; it stands here so that a new code does not compile
 * before somebody has thought of it.
 */
export const TPP_MESSAGES = {
  certificate_missing: [401, 'CERTIFICATE_MISSING', 'Call over mutual TLS with a QWAC.'],
  certificate_invalid: [401, 'CERTIFICATE_INVALID', 'Call with a valid PSD2 QWAC of a trusted issuer.'],
  certificate_expired: [401, 'CERTIFICATE_EXPIRED', 'The certificate has ended. Call with a renewed one.'],
  certificate_blocked: [
    401,
    'CERTIFICATE_BLOCKED',
    'The bank has paused this third party. Ask the bank why.',
  ],
  certificate_revoked: [401, 'CERTIFICATE_REVOKED', 'The certificate was revoked. Call with another one.'],
  // Ours, not the caller's: a third party that is told its certificate is bad would buy another one.
  revocation_unknown: [
    503,
    'SERVICE_UNAVAILABLE',
    'Nobody can say whether the certificate is revoked: no source of its issuer answers. Try again later.',
  ],
  role_invalid: [401, 'ROLE_INVALID', 'The certificate lacks the role. Call with one that has it.'],
  signature_missing: [401, 'SIGNATURE_MISSING', 'Sign each request with your QSealC.'],
  signature_invalid: [401, 'SIGNATURE_INVALID', 'The signature does not fit. Mend what `path` names.'],
  token_unknown: [401, 'TOKEN_UNKNOWN', 'The access token is not known here. Get one for this consent.'],
  token_invalid: [401, 'TOKEN_INVALID', 'The access token does not fit this call. Get one for this consent.'],
  token_expired: [401, 'TOKEN_EXPIRED', 'The access token has run out. Refresh it.'],
  format_error: [400, 'FORMAT_ERROR', 'The request is not well formed. Mend what `path` names.'],
  parameter_not_supported: [400, 'PARAMETER_NOT_SUPPORTED', 'Leave out the parameter that `path` names.'],
  period_invalid: [400, 'PERIOD_INVALID', 'Ask for a period that ends after it begins and is not too old.'],
  service_invalid: [
    400,
    'SERVICE_INVALID',
    'The bank does not offer this. Ask for what its documentation names.',
  ],
  sessions_not_supported: [400, 'SESSIONS_NOT_SUPPORTED', 'Send combinedServiceIndicator false.'],
  requested_formats_invalid: [406, 'REQUESTED_FORMATS_INVALID', 'Accept application/json.'],
  card_invalid: [
    400,
    'CARD_INVALID',
    'The consent is for another card. Ask with the card that it names, or without one.',
  ],
  funds_not_offered: [
    400,
    'NO_PIIS_ACTIVATION',
    'The account is not open for this question now. Do not retry; ask the customer for another account.',
  ],
  product_unknown: [
    404,
    'PRODUCT_UNKNOWN',
    'The bank does not offer this product. Its documentation names those it does.',
  ],
  execution_date_invalid: [
    400,
    'EXECUTION_DATE_INVALID',
    'Ask for today, or for a later day that the bank takes orders for.',
  ],
  cancellation_invalid: [
    405,
    'CANCELLATION_INVALID',
    'The payment is approved or over and cannot be taken back by its third party. Read its status.',
  ],
  consent_unknown: [400, 'CONSENT_UNKNOWN', 'There is no such consent of yours. Ask for a new one.'],
  consent_invalid: [401, 'CONSENT_INVALID', 'The consent does not cover this. Ask for one that does.'],
  consent_expired: [401, 'CONSENT_EXPIRED', 'The consent has run out. Ask for a new one.'],
  resource_unknown: [404, 'RESOURCE_UNKNOWN', 'There is no such resource. Take ids from earlier answers.'],
  status_invalid: [409, 'STATUS_INVALID', 'Its status does not allow this. Read the status first.'],
  sca_invalid: [400, 'SCA_INVALID', 'The authorisation has failed. Ask for a new consent.'],
  ledger_unavailable: [
    503,
    'SERVICE_UNAVAILABLE',
    "The bank's own books cannot be reached now. Try again later, not before Retry-After.",
  ],
  access_exceeded: [429, 'ACCESS_EXCEEDED', 'Wait, or read while the customer is present (PSU-IP-Address).'],

  // Without a body: a flood is refused before this table is asked, and to questions about funds and to payments the
  // standard gives no code at 429. The access log has this one.
  too_many_requests: [429, 'ACCESS_EXCEEDED', 'Too many requests in a short time. Wait, see Retry-After.'],

  sca_failed: [
    401,
    'PSU_CREDENTIALS_INVALID',
    'The customer could not be authenticated. Let them try again.',
  ],
  sca_locked: [
    401,
    'PSU_CREDENTIALS_INVALID',
    'The customer could not be authenticated. Let them try again.',
  ],
  challenge_spent: [401, 'PSU_CREDENTIALS_INVALID', 'The customer could not be authenticated. Start again.'],
  activation_invalid: [
    401,
    'PSU_CREDENTIALS_INVALID',
    'The customer could not be authenticated. Let them try again.',
  ],
  recovery_invalid: [401, 'PSU_CREDENTIALS_INVALID', 'The customer has to do this at the bank.'],
  cooling_down: [403, 'SERVICE_BLOCKED', 'The customer has to do this at the bank.'],
  too_many_passkeys: [409, 'STATUS_INVALID', 'The customer has to do this at the bank.'],
  last_authenticator: [409, 'STATUS_INVALID', 'The customer has to do this at the bank.'],
  authenticator_unknown: [
    401,
    'PSU_CREDENTIALS_INVALID',
    'The customer could not be authenticated. Let them try again.',
  ],
  session_ended: [409, 'STATUS_INVALID', 'The customer has to sign in at the bank again.'],
  interaction_ended: [409, 'STATUS_INVALID', 'The request has run out. Ask for a new one.'],
  already_decided: [409, 'STATUS_INVALID', 'The customer has already decided. Read the status.'],
  no_eligible_account: [
    409,
    'STATUS_INVALID',
    'The customer has no account that can be shared. Let them ask the bank why.',
  ],
  accounts_not_allowed: [409, 'STATUS_INVALID', 'These accounts cannot be shared. Ask for others.'],
  // No more than that it is not shared: a standing no is between the customer and the bank.
  kept_back: [409, 'STATUS_INVALID', 'The customer does not share this. Ask for something else.'],
  not_of_age: [
    409,
    'STATUS_INVALID',
    'The customer has no account that can be shared. Let them ask the bank why.',
  ],
  request_changed: [409, 'STATUS_INVALID', 'The request has changed. Ask the customer again.'],
  staff_role_missing: [500, 'INTERNAL_SERVER_ERROR', 'This cannot come from a call of a third party.'],
  own_proposal: [500, 'INTERNAL_SERVER_ERROR', 'This cannot come from a call of a third party.'],
  proposal_untimely: [500, 'INTERNAL_SERVER_ERROR', 'This cannot come from a call of a third party.'],
  organisation_taken: [500, 'INTERNAL_SERVER_ERROR', 'This cannot come from a call of a third party.'],
  name_taken: [500, 'INTERNAL_SERVER_ERROR', 'This cannot come from a call of a third party.'],
  proof_invalid: [500, 'INTERNAL_SERVER_ERROR', 'This cannot come from a call of a third party.'],
  trust_service_refused: [500, 'INTERNAL_SERVER_ERROR', 'This cannot come from a call of a third party.'],
  psu_blocked: [
    401,
    'PSU_CREDENTIALS_INVALID',
    'The customer could not be authenticated. Let them try again.',
  ],
} as const satisfies Record<RefusalCode, Message>

/** What only a door can say: about the shape of the request, before the house is asked anything. */
export const DOOR_MESSAGES = {
  path_unknown: [404, 'RESOURCE_UNKNOWN', 'There is no such path. See the documentation of this interface.'],
  method_not_offered: [
    405,
    'SERVICE_INVALID',
    'This path does not offer that method; `Allow` names what it does.',
  ],
  content_type: [
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    'Send the body as application/json in UTF-8, without a content encoding.',
  ],
  body_too_large: [413, 'CONTENT_TOO_LARGE', 'The body is larger than 64 KiB. Send less.'],
  unexpected: [500, 'INTERNAL_SERVER_ERROR', 'The bank could not answer. Try again, and quote the reference'],
} as const satisfies Record<string, Message>

/** What the door itself refuses. `allow` goes with a method that is not offered. */
export class DoorRefusal extends Error {
  override readonly name = 'DoorRefusal'
  constructor(
    readonly reason: Exclude<keyof typeof DOOR_MESSAGES, 'unexpected'>,
    readonly allow?: string,
  ) {
    super(reason)
  }
}

/**
 * Any thrown value as this wire's problem. An id that stands in the path makes an unknown consent 403 rather than 400, and
 * whatever hangs below a consent or is a payment is 403 too (Berlin Group 1.3.16). `expected` false: log it, tell nothing of it.
 */
export function toProblem(thrown: unknown, { below, reference }: Place): Problem {
  if (thrown instanceof DoorRefusal) {
    const [status, code, text] = DOOR_MESSAGES[thrown.reason]
    return { status, code, text, expected: true, allow: thrown.allow }
  }
  if (isRefusal(thrown)) {
    const [status, code, text] = TPP_MESSAGES[thrown.code]
    const inPath = below !== null && FORBIDDEN_IN_PATH.includes(thrown.code)
    const path = inPath ? undefined : thrown.path
    // Only what is legal for the status that the first one makes.
    const also = thrown.also.filter((fault) => TPP_MESSAGES[fault.code][0] === status)
    const retryAfter = thrown.retryAfter ?? (status === 503 ? RETRY_SECONDS : undefined)
    return {
      status: inPath ? 403 : status,
      ...(thrown.code === 'revocation_unknown' && { aboutCertificate: true }),
      code,
      text: thrown.text ?? text,
      path,
      retryAfter,
      also: also.map((fault) => ({
        code: TPP_MESSAGES[fault.code][1],
        text: fault.text ?? TPP_MESSAGES[fault.code][2],
        path: fault.path,
      })),
      expected: true,
      // RFC 9110, 15.5.6: a 405 names the methods that are left. One that is over can only be read.
      ...(thrown.code === 'cancellation_invalid' && { allow: 'GET' }),
      ...(thrown.code === 'too_many_requests' && { silent: true }),
    }
  }
  if (isUnavailable(thrown)) {
    const text = 'The bank cannot answer now. Try again, not before Retry-After.'
    return { status: 503, code: 'SERVICE_UNAVAILABLE', text, retryAfter: SOON_SECONDS, expected: false }
  }
  const [status, code, text] = DOOR_MESSAGES.unexpected
  return { status, code, text: `${text} ${reference}.`, expected: false }
}

/** Below a consent or a payment these are 403, not 400 or 404 (Berlin Group 1.3.16). */
export const FORBIDDEN_IN_PATH: readonly RefusalCode[] = ['consent_unknown', 'resource_unknown']

const TEXT_LENGTH_MAX = 500
/** What the contract allows in one answer. */
const MESSAGES_MAX = 20
/** A database that is restarted is back within seconds (FLT-03). */
const SOON_SECONDS = 5
/** What lies behind a 503 is asked again about this often. */
const RETRY_SECONDS = 60

/**
 * Berlin Group's error body, with a message for each fault; `_links` may hold links of any name there: `help` leads to the
 * first code's own page, and where a certificate is the trouble, `certificate` to every step of the verdict on it.
 */
export function toTppMessages({ code, text, path, also = [], aboutCertificate = false }: Problem): string {
  const told = [{ code, text, path }, ...also].slice(0, MESSAGES_MAX)
  const help = { href: `${env.PUBLIC_ORIGIN}${errorPage(code)}` }
  return JSON.stringify({
    tppMessages: told.map((one) => ({
      category: 'ERROR',
      code: one.code,
      path: one.path,
      text: one.text.slice(0, TEXT_LENGTH_MAX),
    })),
    _links:
      aboutCertificate || isAboutCertificate(code)
        ? { help, certificate: { href: CERTIFICATE_EXPLAINED } }
        : { help },
  })
}

/** Whether a code refuses a caller for its certificate, so that the verdict on it tells more. */
export const isAboutCertificate = (code: ErrorCode) =>
  code.startsWith('CERTIFICATE_') || code === 'ROLE_INVALID'

/** Where whoever presents a certificate reads why it is good or is not. */
const CERTIFICATE_EXPLAINED = `${env.MTLS_ORIGIN}/certificate`

type Message = readonly [status: number, code: ErrorCode, text: string]
type Place = { below: Route['below']; reference: string }
export type Problem = {
  status: number
  code: ErrorCode
  text: string
  path?: string | undefined
  /** What else is wrong, each with a code that is legal for the status. */
  also?: readonly Pick<Problem, 'code' | 'text' | 'path'>[]
  allow?: string | undefined
  /** In seconds. */
  retryAfter?: number | undefined
  expected: boolean
  /** Its code does not say so, and the verdict on the certificate tells more. */
  aboutCertificate?: boolean
  /** Answered without a body. */
  silent?: boolean
}
