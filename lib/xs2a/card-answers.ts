import { z } from 'zod'
import { ACCOUNT_STATUSES, ACCOUNT_USAGES } from '@/db/schema/ledger'
import { amount, balances, currency, day, link, pageLinks, resourceId, text } from './answer-parts'

const maskedPan = z
  .string()
  .max(35)
  .regex(/^[0-9]{0,6}\*+[0-9]{0,4}$/)
  .describe('A card number, masked but for the first six and the last four digits at most.')

const cardReference = z.strictObject({ maskedPan, currency }).describe('A card account by its masked number.')

const debitAccounting = z.boolean().describe('True: debits are quoted as positive.')

const cardAccountDetails = z
  .strictObject({
    resourceId,
    maskedPan,
    currency,
    ownerName: text(140).optional().describe('Only where the consent gives it.'),
    name: text(70).optional(),
    product: text(35).optional(),
    debitAccounting: debitAccounting.optional(),
    status: z.enum(ACCOUNT_STATUSES).optional(),
    usage: z.enum(ACCOUNT_USAGES).optional(),
    details: text(500).optional(),
    creditLimit: amount.optional(),
    balances: balances.optional().describe('With `withBalance=true`, where the consent gives balances.'),
    _links: z
      .strictObject({ balances: link.optional(), transactions: link.optional() })
      .describe('A link stands only where the consent gives the right.'),
  })
  .describe('A card account.')

/** The answer to `GET /v1/card-accounts`. */
export const cardAccountsAnswer = z.strictObject({ cardAccounts: z.array(cardAccountDetails).max(1_000) })

/** The answer to `GET /v1/card-accounts/{account-id}`. */
export const cardAccountAnswer = z.strictObject({ cardAccount: cardAccountDetails })

/** The answer to `GET …/card-accounts/{account-id}/balances`. */
export const cardBalancesAnswer = z.strictObject({ cardAccount: cardReference, debitAccounting, balances })

const cardTransaction = z
  .strictObject({
    cardTransactionId: text(32).describe('Also what `entryReferenceFrom` takes.'),
    transactionDate: day.optional(),
    bookingDate: day.optional().describe('Absent while the transaction is pending.'),
    transactionAmount: amount,
    transactionDetails: text(1_000).optional(),
    invoiced: z.boolean().optional(),
    proprietaryBankTransactionCode: text(35).optional(),
  })
  .describe('One entry of a card account.')

const entries = z.array(cardTransaction).max(1_000)

/** The answer to `GET …/card-accounts/{account-id}/transactions`. */
export const cardTransactionsAnswer = z.strictObject({
  cardAccount: cardReference,
  debitAccounting,
  cardTransactions: z.strictObject({
    booked: entries.optional(),
    pending: entries.optional(),
    _links: z.strictObject({ cardAccount: link, ...pageLinks }),
  }),
  balances: balances.optional(),
})
