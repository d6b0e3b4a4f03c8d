import { Refusal, type RefusalCode } from '@/lib/errors'
import type { ConsentStatus } from './consent'
import { HISTORY_MONTHS } from './consent-record'

/** Why the one statement said no, in its own words, with the house's code and what the third party can do. */
const REASONS = {
  unknown: [
    'consent_unknown',
    'There is no such consent of yours. Check Consent-ID, or ask for a new consent.',
  ],
  tpp_paused: ['certificate_blocked', 'The bank has paused this third party. Ask the bank why.'],
  expired: ['consent_expired', 'The consent has run out. Ask the customer for a new one.'],
  not_valid: ['consent_invalid', 'The consent is not valid.'],
  held: [
    'consent_invalid',
    'The consent is paused. Reads work again when the pause is lifted; do not retry often.',
  ],
  spent: [
    'consent_expired',
    'This one-off consent has given everything it gives. Ask the customer for a new consent.',
  ],
  // RTS Art. 10a: the consent may stand, but reading needs the customer again.
  sca_demanded: [
    'consent_expired',
    'The bank demands that the customer authenticates again before you read on. Ask the customer for a new consent.',
  ],
  sca_too_old: [
    'consent_expired',
    'The customer last authenticated for you more than 180 days ago. Ask the customer for a new consent.',
  ],
  list_only: [
    'consent_invalid',
    'This consent gives the list of accounts alone. Ask for a consent that covers the account.',
  ],
  token_unknown: [
    'token_unknown',
    'The access token is not known here or has ended. Get a new one with the refresh token of this consent.',
  ],
  token_expired: ['token_expired', 'The access token has run out. Refresh it.'],
  token_of_another: [
    'token_invalid',
    'The access token belongs to another consent. Use the one issued for this.',
  ],
  token_bound_elsewhere: [
    'token_invalid',
    'The access token is bound to another key or certificate. Show the proof or the certificate it was issued to.',
  ],
  proof_replayed: ['token_invalid', 'The DPoP proof was used before. Make a new one for each request.'],
  account_unknown: [
    'resource_unknown',
    'There is no such account. Take resourceId from GET /v1/accounts, that of a card from GET /v1/card-accounts.',
  ],
  account_outside: [
    'consent_invalid',
    'The consent does not cover this account. Ask for a consent that does.',
  ],
  right_missing: ['consent_invalid', 'The consent does not give this right. Ask for a consent that does.'],
  period_ahead: ['period_invalid', 'dateFrom lies ahead. Ask from today or earlier.'],
  period_beyond: [
    'period_invalid',
    `dateFrom is older than ${HISTORY_MONTHS} months, the history that customers are told of. Ask from a later day.`,
  ],
  period_too_old: [
    'period_invalid',
    'dateFrom is older than 90 days. Older entries can be read within an hour after the customer approved.',
  ],
  used_up: [
    'consent_expired',
    'A one-off consent gives each endpoint and account once, and this one was given. Ask the customer for a new consent.',
  ],
  exceeded: [
    'access_exceeded',
    'The agreed number of reads without the customer is used up. Wait until the oldest of them is 24 hours ago, or ' +
      'read while the customer is present and send PSU-IP-Address.',
  ],
} as const satisfies Record<string, readonly [RefusalCode, string]>

const PATHS: Partial<Record<Why, string>> = {
  unknown: 'Consent-ID',
  period_ahead: 'dateFrom',
  period_beyond: 'dateFrom',
  period_too_old: 'dateFrom',
}

/** What became of a consent that is not valid, and so what to do. */
const BY_STATUS: Partial<Record<ConsentStatus, string>> = {
  received: 'The customer has not decided yet. Lead them to the bank to approve it.',
  partiallyAuthorised: 'Another customer has yet to approve. Wait until the consent is valid.',
  rejected: 'The consent was refused, and stays so. Ask for a new one if the customer wants it.',
  revokedByPsu: 'The customer has stopped sharing. Ask the customer for a new consent.',
  terminatedByTpp: 'You ended this consent. Ask the customer for a new one.',
}

/** The refusal for a reason of the statement; a consent that is not valid says what became of it. */
export function refusalOf(why: Why, status: ConsentStatus | null): Refusal {
  const [code, text] = REASONS[why]
  const told = why === 'not_valid' && status !== null ? BY_STATUS[status] : undefined
  return new Refusal(code, { path: PATHS[why], text: told ?? text })
}

export type Why = keyof typeof REASONS
