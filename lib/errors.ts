/**
 * Every expected "no" of the house. A door translates each code into its protocol's own words by one
 * exhaustive table, so a new code does not compile until every door knows it.
 */
export type RefusalCode =
  // who calls
  | 'certificate_missing'
  | 'certificate_invalid'
  | 'certificate_expired'
  | 'certificate_blocked'
  | 'certificate_revoked'
  | 'revocation_unknown'
  | 'role_invalid'
  | 'signature_missing'
  | 'signature_invalid'
  | 'token_unknown'
  | 'token_invalid'
  | 'token_expired'
  // what was sent
  | 'format_error'
  | 'parameter_not_supported'
  | 'period_invalid'
  | 'service_invalid'
  | 'sessions_not_supported'
  | 'requested_formats_invalid'
  // what was asked for
  | 'card_invalid'
  | 'funds_not_offered'
  | 'product_unknown'
  | 'execution_date_invalid'
  | 'cancellation_invalid'
  | 'consent_unknown'
  | 'consent_invalid'
  | 'consent_expired'
  | 'resource_unknown'
  | 'status_invalid'
  | 'sca_invalid'
  | 'access_exceeded'
  | 'too_many_requests'
  | 'ledger_unavailable'
  // strong customer authentication
  | 'sca_failed'
  | 'sca_locked'
  | 'challenge_spent'
  | 'activation_invalid'
  | 'recovery_invalid'
  | 'cooling_down'
  | 'too_many_passkeys'
  | 'last_authenticator'
  | 'authenticator_unknown'
  | 'session_ended'
  // the approval page
  | 'interaction_ended'
  | 'already_decided'
  | 'no_eligible_account'
  | 'accounts_not_allowed'
  | 'not_of_age'
  | 'kept_back'
  | 'request_changed'
  | 'psu_blocked'
  // staff
  | 'staff_role_missing'
  | 'own_proposal'
  | 'proposal_untimely'
  // developers
  | 'organisation_taken'
  | 'name_taken'
  | 'proof_invalid'
  | 'trust_service_refused'

/**
 * An expected refusal. `path` names the culprit in the caller's own terms (a JSON path or a header),
 * `text` says what to do about it, `retryAfter` is in seconds, where it is known when to try again; `also` are further
 * faults of the same request. Recognise it by `isRefusal`, never by `instanceof`: Next loads this module once for the
 * routes and once for `instrumentation.ts`, so there are two classes of this name.
 */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly path: string | undefined
  readonly text: string | undefined
  readonly retryAfter: number | undefined
  readonly also: readonly Fault[]

  constructor(code: RefusalCode, { path, text, retryAfter, also = [], cause }: RefusalDetail = {}) {
    super(text ?? code, { cause })
    this.name = 'Refusal'
    this.code = code
    this.path = path
    this.text = text
    this.retryAfter = retryAfter
    this.also = also
  }
}

/** Whether an unknown thrown value is an expected refusal of the house. */
export function isRefusal(thrown: unknown): thrown is Refusal {
  return thrown instanceof Error && thrown.name === 'Refusal' && 'code' in thrown
}

/** Everything that a refusal finds wrong, the first before the others. */
export const allOf = ({ code, path, text, also }: Refusal): Fault[] => [{ code, path, text }, ...also]

type RefusalDetail = {
  path?: string | undefined
  text?: string | undefined
  retryAfter?: number | undefined
  also?: readonly Fault[]
  cause?: unknown
}

/** One thing that is wrong with a request. */
export type Fault = Pick<Refusal, 'code' | 'path' | 'text'>
