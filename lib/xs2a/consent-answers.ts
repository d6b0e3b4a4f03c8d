import { z } from 'zod'
import { SCA_STATUSES } from '@/db/schema/authorisations'
import { CONSENT_STATUSES } from '@/db/schema/consents'
import { accountReference, currency, day, link, resourceId, text } from './answer-parts'

export const consentStatus = z.enum(CONSENT_STATUSES)

const cardReference = z
  .strictObject({ maskedPan: text(35), currency: currency.optional() })
  .describe('A card, by the first six and the last four digits of its number at most.')

/** An account as an answer names it: by its IBAN, or a card by its masked number. */
export const reference = z.union([accountReference, cardReference])
const references = z.array(reference).max(1_000)

const allAccounts = z.enum(['allAccounts', 'allAccountsWithOwnerName'])

export const warnings = z
  .array(
    z.strictObject({
      category: z.literal('WARNING'),
      code: z.literal('WARNING'),
      path: text(140),
      text: text(500),
    }),
  )
  .max(10)

/** The answer to `POST /v1/consents`. */
export const consentCreatedAnswer = z.strictObject({
  consentStatus,
  consentId: resourceId,
  _links: z.strictObject({
    scaRedirect: link
      .optional()
      .describe('Where TPP-Redirect-URI was sent: lead the customer here, or by scaOAuth.'),
    scaOAuth: link.optional().describe('The metadata of the authorization server (RFC 8414).'),
    confirmation: link.optional().describe('Where to PUT the confirmationCode after a plain redirect.'),
    startAuthorisation: link
      .optional()
      .describe('Instead of the others, after an explicit start was preferred.'),
    self: link,
    status: link,
    scaStatus: link.optional(),
  }),
  tppMessages: warnings.optional(),
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

/** The answer to `GET …/status`. The standard has no status for a pause, and a message to the customer it has. */
export const consentStatusAnswer = z.strictObject({
  consentStatus,
  psuMessage: text(500)
    .optional()
    .describe('While the customer has paused the consent: reads are refused, and this is what to show them.'),
})

/** The answer to `GET …/authorisations`. */
export const authorisationsAnswer = z.strictObject({ authorisationIds: z.array(resourceId).max(100) })

/** The answer to `GET …/authorisations/{authorisationId}`. */
export const authorisationAnswer = z.strictObject({
  scaStatus: z.enum(SCA_STATUSES),
  _links: z.strictObject({ scaStatus: link }),
})

/** The answer to `POST …/authorisations`. */
export const authorisationStartedAnswer = z.strictObject({
  scaStatus: z.enum(SCA_STATUSES),
  authorisationId: resourceId,
  _links: z.strictObject({
    scaRedirect: link.optional(),
    scaOAuth: link,
    confirmation: link.optional(),
    scaStatus: link,
  }),
  tppMessages: warnings.optional(),
})

/** The answer to `PUT …/authorisations/{authorisationId}`. */
export const authorisationUpdatedAnswer = z.strictObject({
  scaStatus: z.enum(SCA_STATUSES),
  _links: z.strictObject({ scaStatus: link, status: link }),
})
