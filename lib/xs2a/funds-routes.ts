import 'server-only'
import { z } from 'zod'
import { fundsConsentBody } from '@/lib/consent/funds-consent-body'
import { sealPsuAddress } from '@/lib/consent/seal-psu-address'
import { askFunds } from '@/lib/funds/ask-funds'
import { consentRoutesOf } from './consent-routes'
import { FUNDS_CONFIRMATION } from './consent-service'
import { fundsConfirmationAnswer, fundsConsentAnswer } from './funds-answers'
import { fundsBody } from './funds-body'
import { toFundsConsent } from './funds-shapes'
import { presentToken } from './present-token'
import { route } from './route'

/** Consents for confirmation of funds: the same routes as any consent, asked for and told in their own words. */
export const fundsConsentRoutes = consentRoutesOf(FUNDS_CONFIRMATION, {
  body: fundsConsentBody,
  answer: fundsConsentAnswer,
  toAnswer: toFundsConsent,
  refusals: ['service_invalid'],
})

/**
 * The question itself. It needs the token of its consent as a read does, counts against no number, reserves nothing, and
 * is judged anew each time: an answer is never repeated from memory, so that none outlives a stop.
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
      const { consentId, entry, tpp, body } = call
      const address = call.psuAddress
      if (address !== null)
        entry.sealedPsuAddress = await sealPsuAddress({ address, consentId, tppId: tpp.id })
      const asked = await askFunds({
        ...presentToken(call),
        ...body,
        consentId,
        tppId: tpp.id,
        certificateThumbprint: call.certificate.thumbprint,
        psuPresent: address !== null,
        callId: call.callId,
        method: call.raw.method,
        route: call.route.path,
        requestId: call.requestId,
        sealedPsuAddress: entry.sealedPsuAddress,
      })
      if (asked.refusal !== null) {
        if (asked.known) Object.assign(entry, { consentId, psuId: asked.psuId })
        throw asked.refusal
      }
      const { psuId, accountId, fundsAvailable } = asked
      Object.assign(entry, { consentId, psuId, accountId, recorded: true })
      return { status: 200, body: { fundsAvailable } }
    },
  }),
]
