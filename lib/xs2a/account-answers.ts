import { z } from 'zod'
import { ACCOUNT_STATUSES, ACCOUNT_USAGES, CASH_ACCOUNT_TYPES } from '@/db/schema/ledger'
import {
  accountReference,
  amount,
  balances,
  currency,
  day,
  iban,
  link,
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
      .optional(),
    usage: z.enum(ACCOUNT_USAGES).optional(),
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

const transaction = z
  .strictObject({
    transactionId: resourceId,
    entryReference: text(35).optional(),
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
  .describe('One entry of an account.')

const entries = z.array(transaction).max(1_000)

/** The answer to `GET …/transactions` in JSON. */
export const transactionsAnswer = z.strictObject({
  account: accountReference,
  transactions: z.strictObject({
    booked: entries.optional(),
    pending: entries.optional(),
    _links: z.strictObject({ account: link, next: link.optional().describe('Where there is more.') }),
  }),
  balances: balances.optional(),
})
