import { z } from 'zod'
import {
  ACCOUNT_STATUSES,
  ACCOUNT_USAGES,
  CASH_ACCOUNT_TYPES,
  STANDING_ORDER_FREQUENCIES,
} from '@/db/schema/ledger'
import {
  accountReference,
  amount,
  balances,
  currency,
  day,
  iban,
  link,
  pageLinks,
  resourceId,
  text,
} from './answer-parts'

const accountDetails = z
  .strictObject({
    resourceId,
    iban,
    currency,
    ownerName: text(140).optional().describe('Only where the consent gives it.'),
    name: text(70).optional(),
    product: text(35).optional(),
    cashAccountType: z.enum(CASH_ACCOUNT_TYPES).optional(),
    status: z.enum(ACCOUNT_STATUSES).optional(),
    bic: z
      .string()
      .max(11)
      .regex(/^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/)
      .meta({ examples: ['NORHDKKK'] })
      .optional(),
    usage: z.enum(ACCOUNT_USAGES).optional(),
    details: text(500).optional(),
    balances: balances.optional().describe('With `withBalance=true`, where the consent gives balances.'),
    _links: z
      .strictObject({ balances: link.optional(), transactions: link.optional() })
      .describe('A link stands only where the consent gives the right.'),
  })
  .describe('A payment account.')

/** The answer to `GET /v1/accounts`. */
export const accountsAnswer = z.strictObject({ accounts: z.array(accountDetails).max(1_000) })

/** The answer to `GET /v1/accounts/{account-id}`. */
export const accountAnswer = z.strictObject({ account: accountDetails })

/** The answer to `GET …/balances`. */
export const balancesAnswer = z.strictObject({ account: accountReference, balances })

const details = z.strictObject({
  transactionId: resourceId,
  entryReference: text(35).optional().describe('What `entryReferenceFrom` takes. Standing orders have none.'),
  endToEndId: text(35).optional(),
  bookingDate: day.optional().describe('Absent while the transaction is pending.'),
  valueDate: day.optional(),
  transactionAmount: amount,
  creditorName: text(70).optional(),
  creditorAccount: z.strictObject({ iban }).optional(),
  debtorName: text(70).optional(),
  debtorAccount: z.strictObject({ iban }).optional(),
  remittanceInformationUnstructured: text(140).optional(),
  bankTransactionCode: text(35).optional().describe('By ISO 20022, such as PMNT-ICDT-STDO.'),
})

const transaction = details
  .extend({ _links: z.strictObject({ transactionDetails: link }) })
  .describe('One entry of an account.')

const standingOrder = details
  .extend({
    additionalInformationStructured: z.strictObject({
      standingOrderDetails: z.strictObject({
        startDate: day,
        frequency: z.enum(STANDING_ORDER_FREQUENCIES),
        endDate: day.optional(),
        dayOfExecution: text(2).optional().describe('Of the month, without a leading zero; 31 is its last.'),
      }),
    }),
  })
  .describe('A standing order that is still to run.')

const entries = z.array(transaction).max(1_000)

/** The answer to `GET …/transactions` in JSON. */
export const transactionsAnswer = z.strictObject({
  account: accountReference,
  transactions: z.strictObject({
    booked: entries.optional(),
    pending: entries.optional(),
    information: z.array(standingOrder).max(1_000).optional(),
    _links: z.strictObject({ account: link, ...pageLinks }),
  }),
  balances: balances.optional(),
})

/** The answer to `GET …/transactions/{transactionId}`; the plural is the standard's. */
export const transactionAnswer = z.strictObject({ transactionsDetails: details })
