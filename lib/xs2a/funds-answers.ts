import { z } from 'zod'
import { CONSENT_STATUSES } from '@/db/schema/consents'
import { text } from './answer-parts'
import { reference } from './consent-answers'

/** The answer to `GET /v2/consents/confirmation-of-funds/{consentId}`: what was asked for, a card's number masked. */
export const fundsConsentAnswer = z.strictObject({
  account: reference,
  cardNumber: text(35).optional().describe('At most the first six and the last four digits.'),
  cardExpiryDate: z.iso.date().optional(),
  cardInformation: text(140).optional(),
  registrationInformation: text(140).optional(),
  consentStatus: z.enum(CONSENT_STATUSES).exclude(['partiallyAuthorised']),
})

/** The answer to `POST /v1/funds-confirmations`: yes or no, and nothing beside it. */
export const fundsConfirmationAnswer = z.strictObject({ fundsAvailable: z.boolean() })
