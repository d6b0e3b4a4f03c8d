import { z } from 'zod'
import { SCA_STATUSES } from '@/db/schema/authorisations'
import { CONSENT_STATUSES } from '@/db/schema/consents'
import { accountReference, currency, day, link, resourceId, text } from './answer-parts'

export const consentStatus = z.enum(CONSENT_STATUSES)

const cardReference = z
  .strictObject({ maskedPan: text(35), currency: currency.optional() })
  .describe('A card, by the first six and the last four digits of its number at most.')
const references = z.array(z.union([accountReference, cardReference])).max(1_000)

const allAccounts = z.enum(['allAccounts', 'allAccountsWithOwnerName'])

/** The answer to `POST /v1/consents`. */
export const consentCreatedAnswer = z.strictObject({
  consentStatus,
  consentId: resourceId,
  _links: z.strictObject({ scaOAuth: link, self: link, status: link, scaStatus: link }),
})

/** The answer to `GET /v1/consents/{consentId}`. */
export const consentAnswer = z.strictObject({
  access: z.strictObject({
    accounts: references.optional(),
    balances: references.optional(),
    transactions: references.optional(),
    additionalInformation: z.strictObject({ ownerName: references }).optional(),
    allPsd2: allAccounts.optional(),
    availableAccounts: allAccounts.optional(),
    availableAccountsWithBalance: allAccounts.optional(),
    restrictedTo: z.array(text(4)).max(30).optional(),
  }),
  recurringIndicator: z.boolean(),
  validUntil: day.describe('As the bank has it: not later than its maximum.'),
  frequencyPerDay: z.int().min(1).max(1_000_000).describe('As the bank has it: not above its maximum.'),
  lastActionDate: day,
  consentStatus,
  _links: z.strictObject({ account: link.optional(), 'card-account': link.optional() }),
})

/** The answer to `GET …/status`. */
export const consentStatusAnswer = z.strictObject({ consentStatus })

/** The answer to `GET …/authorisations`. */
export const authorisationsAnswer = z.strictObject({ authorisationIds: z.array(resourceId).max(100) })

/** The answer to `GET …/authorisations/{authorisationId}`. */
export const authorisationAnswer = z.strictObject({
  scaStatus: z.enum(SCA_STATUSES),
  _links: z.strictObject({ scaStatus: link }),
})
