import { z } from 'zod'
import { PAYMENT_STATUSES } from '@/db/schema/payments'
import { day, iban, link, resourceId, text } from './answer-parts'
import { warnings } from './consent-answers'

const transactionStatus = z
  .enum(PAYMENT_STATUSES)
  .describe(
    'RCVD: waits for its customer. ACTC: approved, not carried out yet. ACSC: booked on the account of the payer. RJCT: ' +
      'refused, unanswered for ten minutes, or not to be carried out. CANC: taken back.',
  )

const account = z.strictObject({ iban })

const euro = z
  .strictObject({
    currency: z.literal('EUR'),
    amount: z
      .string()
      .max(12)
      .regex(/^[0-9]{1,9}\.[0-9]{2}$/)
      .meta({ examples: ['249.00'] }),
  })
  .meta({ id: 'EuroAmount', description: 'An amount above zero in euro, with its cents.' })

const EXAMPLE_ID = '0196a3f2-7c1e-7b5a-9d3e-2f4c6a8b0d1e'
const example = `https://xs2a.bank.example/xs2a/v1/payments/sepa-credit-transfers/${EXAMPLE_ID}`
/** Of their own: those of a consent have the same names and lead elsewhere. */
const EXAMPLE_LINKS = {
  scaRedirect: { href: 'https://bank.example/pay/pay_4yX9' },
  self: { href: example },
  status: { href: `${example}/status` },
  scaStatus: { href: `${example}/authorisations/${EXAMPLE_ID}` },
}

/** The answer to `POST /v1/payments/{payment-product}`. */
export const paymentCreatedAnswer = z.strictObject({
  transactionStatus,
  paymentId: resourceId,
  _links: z
    .strictObject({
      scaRedirect: link.describe('Lead the customer here, within ten minutes.'),
      self: link,
      status: link,
      scaStatus: link,
    })
    .meta({ examples: [EXAMPLE_LINKS] }),
  tppMessages: warnings.optional(),
})

/** The answer to `GET /v1/payments/{payment-product}/{paymentId}`: what was asked for, and how it stands. */
export const paymentAnswer = z.strictObject({
  debtorAccount: account
    .optional()
    .describe('Where you named it. Which one the customer picked is between them and the bank.'),
  instructedAmount: euro,
  creditorAccount: account,
  creditorAgent: text(11)
    .optional()
    .meta({ examples: ['NORDDKKK'] }),
  creditorName: text(70),
  endToEndIdentification: text(35)
    .optional()
    .meta({ examples: ['ORDER-4711'] }),
  remittanceInformationUnstructured: text(140).optional(),
  requestedExecutionDate: day.optional().describe('Where it is a later day than that of the request.'),
  transactionStatus,
})

/** The answer to `GET …/status`. */
export const paymentStatusAnswer = z.strictObject({
  transactionStatus,
  psuMessage: text(500)
    .optional()
    .meta({ examples: ['There was not enough money in your account. Nothing was paid.'] })
    .describe('What to show the customer, where the status alone does not say it.'),
  tppMessages: z
    .array(
      z.strictObject({
        category: z.literal('WARNING'),
        code: z.literal('FUNDS_NOT_AVAILABLE'),
        text: text(500).meta({ examples: ['There was not enough money on the account. Nothing was paid.'] }),
      }),
    )
    .max(1)
    .optional()
    .describe('Beside RJCT, where there was not enough money after the customer had approved.'),
})
