import 'server-only'
import { z } from 'zod'
import { fundsConsentBody } from '@/lib/consent/funds-consent-body'
import { askFunds, mayRepeat, type Refused } from '@/lib/funds/ask-funds'
import { consentRoutesOf } from './consent-routes'
import { FUNDS_CONFIRMATION } from './consent-service'
import { fundsConfirmationAnswer, fundsConsentAnswer } from './funds-answers'
import { fundsBody } from './funds-body'
import { toFundsConsent } from './funds-shapes'
import { presentToken } from './present-token'
import { type RoutedCall, route } from './route'

/** Consents for confirmation of funds: the same routes as any consent, asked for and told in their own words. */
export const fundsConsentRoutes = consentRoutesOf(FUNDS_CONFIRMATION, {
  body: fundsConsentBody,
  answer: fundsConsentAnswer,
  toAnswer: toFundsConsent,
  refusals: ['service_invalid'],
})

/**
 * The question itself. It needs the token of its consent as a read does, counts against no frequency, and reserves
 * nothing. Repeated under its X-Request-ID it is judged anew and gets the answer it had, so that a lost answer costs the
 * customer no second question, and none outlives a stop.
 */
export const fundsRoutes = [
  route({
    operationId: 'confirmFunds',
    summary: 'Ask whether an amount is on the account',
    method: 'POST',
    path: '/v1/funds-confirmations',
    role: FUNDS_CONFIRMATION.role,
    right: null,
    headers: ['Consent-ID'],
    query: z.strictObject({}),
    body: fundsBody,
    below: null,
    answers: { 200: fundsConfirmationAnswer },
    // Asking too often is 429 without a body, as a flood is: the standard gives this service no code for it.
    refusals: [
      'token_unknown',
      'token_invalid',
      'token_expired',
      'consent_unknown',
      'consent_invalid',
      'consent_expired',
      'card_invalid',
      'funds_not_offered',
      'service_invalid',
      'ledger_unavailable',
    ],
    handle: async (call) => {
      const { consentId, entry } = call
      const asked = await askFunds({
        ...whoAsks(call),
        ...call.body,
        alongside: async (tx, { psuId, accountId, fundsAvailable }) => {
          Object.assign(entry, { psuId, accountId })
          await call.recordIn(tx, { status: 200, body: { fundsAvailable } }, { consentId })
        },
      })
      if (asked.refusal !== null) refuse(call, asked)
      entry.recorded = true
      return { status: 200, body: { fundsAvailable: asked.fundsAvailable } }
    },
    again: async (call) => {
      const judged = await mayRepeat(whoAsks(call))
      if (judged.refusal !== null) refuse(call, judged)
      call.entry.psuId = judged.psuId
    },
  }),
]

const whoAsks = (call: RoutedCall<unknown, unknown>) => ({
  ...presentToken(call),
  consentId: call.consentId,
  tppId: call.tpp.id,
  certificateThumbprint: call.certificate.thumbprint,
  callId: call.callId,
})

/** The log names the consent and its customer only where the consent is the caller's own. */
function refuse(
  { consentId, entry }: RoutedCall<unknown, unknown>,
  { refusal, known, psuId }: Refused,
): never {
  if (known) Object.assign(entry, { consentId, psuId })
  throw refusal
}
