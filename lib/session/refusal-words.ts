import 'server-only'
import { createTranslator } from 'use-intl/core'
import type { Language } from '@/i18n/languages'
import { type Messages, messagesOf } from '@/i18n/messages'
import { brand } from '@/lib/brand'
import type { RefusalCode } from '@/lib/errors'
import { requestPage } from './request-page'

/**
 * What the door for people says to each refusal. Whatever concerns the authentication itself is one answer, so that
 * nobody learns which element was wrong, or whether a passkey or a customer exists (RTS Art. 4(3)(a)).
 */
const ANSWERS: Record<RefusalCode, { status: number; words: Words }> = {
  sca_failed: { status: 403, words: 'notConfirmed' },
  sca_locked: { status: 403, words: 'notConfirmed' },
  challenge_spent: { status: 403, words: 'notConfirmed' },
  authenticator_unknown: { status: 403, words: 'notConfirmed' },
  psu_blocked: { status: 403, words: 'notConfirmed' },
  activation_invalid: { status: 403, words: 'activationInvalid' },
  recovery_invalid: { status: 403, words: 'recoveryInvalid' },
  cooling_down: { status: 403, words: 'coolingDown' },
  too_many_passkeys: { status: 409, words: 'tooManyPasskeys' },
  last_authenticator: { status: 409, words: 'lastAuthenticator' },
  session_ended: { status: 401, words: 'sessionEnded' },
  interaction_ended: { status: 410, words: 'interactionEnded' },
  already_decided: { status: 409, words: 'alreadyDecided' },
  request_changed: { status: 409, words: 'requestChanged' },
  no_eligible_account: { status: 409, words: 'chooseAccount' },
  accounts_not_allowed: { status: 409, words: 'accountsNotAllowed' },
  not_of_age: { status: 403, words: 'notOfAge' },
  kept_back: { status: 403, words: 'keptBack' },
  certificate_blocked: { status: 403, words: 'appNotAllowed' },
  consent_unknown: { status: 404, words: 'notHere' },
  consent_invalid: { status: 409, words: 'notHere' },
  consent_expired: { status: 409, words: 'notHere' },
  resource_unknown: { status: 404, words: 'notHere' },
  status_invalid: { status: 409, words: 'notHere' },
  sca_invalid: { status: 409, words: 'notHere' },
  format_error: { status: 400, words: 'notUnderstood' },
  parameter_not_supported: { status: 400, words: 'notUnderstood' },
  period_invalid: { status: 400, words: 'notUnderstood' },
  card_invalid: { status: 400, words: 'notUnderstood' },
  funds_not_offered: { status: 400, words: 'notUnderstood' },
  product_unknown: { status: 400, words: 'notUnderstood' },
  execution_date_invalid: { status: 400, words: 'notUnderstood' },
  cancellation_invalid: { status: 409, words: 'notHere' },
  service_invalid: { status: 400, words: 'notUnderstood' },
  sessions_not_supported: { status: 400, words: 'notUnderstood' },
  requested_formats_invalid: { status: 400, words: 'notUnderstood' },
  certificate_missing: { status: 403, words: 'notUnderstood' },
  certificate_invalid: { status: 403, words: 'notUnderstood' },
  certificate_expired: { status: 403, words: 'notUnderstood' },
  certificate_revoked: { status: 403, words: 'notUnderstood' },
  revocation_unknown: { status: 403, words: 'notUnderstood' },
  role_invalid: { status: 403, words: 'notUnderstood' },
  signature_missing: { status: 403, words: 'notUnderstood' },
  signature_invalid: { status: 403, words: 'notUnderstood' },
  token_unknown: { status: 403, words: 'notUnderstood' },
  token_invalid: { status: 403, words: 'notUnderstood' },
  token_expired: { status: 403, words: 'notUnderstood' },
  access_exceeded: { status: 429, words: 'notUnderstood' },
  ledger_unavailable: { status: 503, words: 'accountsUnreachable' },
  too_many_requests: { status: 429, words: 'tooMany' },
  staff_role_missing: { status: 403, words: 'roleMissing' },
  own_proposal: { status: 403, words: 'ownProposal' },
  proposal_untimely: { status: 409, words: 'proposalUntimely' },
  organisation_taken: { status: 409, words: 'organisationTaken' },
  name_taken: { status: 409, words: 'nameTaken' },
  proof_invalid: { status: 403, words: 'proofInvalid' },
  trust_service_refused: { status: 409, words: 'trustServiceRefused' },
}

/** Where it was about a payment, other words: what did not happen there is that something was paid. */
const OF_PAYMENT: Partial<Record<RefusalCode, Words>> = {
  interaction_ended: 'paymentEnded',
  already_decided: 'paymentAnswered',
  request_changed: 'paymentChanged',
  no_eligible_account: 'choosePayer',
  accounts_not_allowed: 'payerNotAllowed',
  certificate_blocked: 'paymentNotAllowed',
  ledger_unavailable: 'paymentUnreachable',
}

/**
 * The status and the kind of words for a refusal; null stands for what we did not expect. `path`: the page or handler that was
 * asked, as `proxy.ts` told it.
 */
export function answerTo(code: RefusalCode | null, path?: string | null): { status: number; words: Words } {
  if (!code) return { status: 500, words: 'unexpected' }
  const { status, words } = ANSWERS[code]
  return { status, words: (requestPage(path ?? '')?.about === 'payment' && OF_PAYMENT[code]) || words }
}

/** Whether a word from an address names one of our sentences. */
export const isWords = (word: string | undefined): word is Words =>
  word !== undefined && Object.hasOwn(messagesOf('en').problem, word) && word !== 'title'

/** The sentence in the customer's language. */
export const sentenceOf = (words: Words, language: Language) =>
  createTranslator({ locale: language, messages: messagesOf(language), namespace: 'problem' })(words, {
    phone: brand.phone,
  })

/** The sentence that `?problem=` of an address asks for; null when it names none of ours. */
export const problemText = (word: string | undefined, language: Language) =>
  isWords(word) ? sentenceOf(word, language) : null

export type Words = Exclude<keyof Messages['problem'], 'title'>
