import { sql } from 'drizzle-orm'
import { check, date, index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, instant, oneOf, sealed } from './columns'
import { retain } from './retention'

/** What the bank executes, by Berlin Group's names of payment products. */
export const PAYMENT_PRODUCTS = ['sepa-credit-transfers', 'instant-sepa-credit-transfers'] as const

/** ISO 20022 transaction statuses, verbatim: received, accepted by the customer, settled, rejected, cancelled. */
export const PAYMENT_STATUSES = ['RCVD', 'ACTC', 'ACSC', 'RJCT', 'CANC'] as const

/** Why a payment is `RJCT`: the customer said no, nobody answered in time, or the bank could not carry it out. */
export const PAYMENT_REJECTIONS = ['refused', 'unanswered', 'funds', 'account', 'payee'] as const

/**
 * One row per payment that a third party has asked for. What is to be paid lies sealed: under the bank's own key while nobody
 * has approved it, under the customer's from then on. `psuId` and `accountId` are null until a customer approves. `executeOn`
 * is the bank's day on which it is carried out, null for at once. `linkId` is the secret of the one link under which a
 * customer answers, good until `answerBy`. From `startedAt` on it is being carried out and nobody takes it back any more;
 * `settledAt` is when the ledger had done it. A status without a successor is
 * final: `ACSC`, `RJCT`, `CANC`.
 */
export const payments = pgTable(
  'payments',
  {
    id: uuid().primaryKey(),
    tppId: text().notNull(),
    clientId: text().notNull(),
    product: text({ enum: PAYMENT_PRODUCTS }).notNull(),
    status: text({ enum: PAYMENT_STATUSES }).notNull(),
    rejection: text({ enum: PAYMENT_REJECTIONS }),
    sealedOrder: sealed().notNull(),
    executeOn: date({ mode: 'string' }),
    psuId: uuid(),
    accountId: uuid(),
    linkId: text().notNull().unique(),
    redirectUri: text().notNull(),
    nokRedirectUri: text(),
    psuLanguages: text(),
    tppCheckedAt: instant(),
    createdAt: instant().notNull(),
    answerBy: instant().notNull(),
    decidedAt: instant(),
    startedAt: instant(),
    settledAt: instant(),
    lastActionAt: instant().notNull(),
  },
  (table) => [
    oneOf('payments_product', table.product, PAYMENT_PRODUCTS),
    oneOf('payments_status', table.status, PAYMENT_STATUSES),
    oneOf('payments_rejection', table.rejection, PAYMENT_REJECTIONS),
    check('payments_rejected', sql`(${table.status} = 'RJCT') = (${table.rejection} is not null)`),
    check('payments_settled', sql`(${table.status} = 'ACSC') = (${table.settledAt} is not null)`),
    check(
      'payments_payer',
      sql`${table.status} not in ('ACTC', 'ACSC') or num_nonnulls(${table.psuId}, ${table.accountId}) = 2`,
    ),
    index('payments_by_psu').on(table.psuId, table.createdAt.desc(), table.id),
    index('payments_by_tpp').on(table.tppId, table.id),
    // What waits for its customer: how much of one third party's, and what nobody has answered in time.
    index('payments_open').on(table.tppId, table.answerBy).where(sql`${table.status} = 'RCVD'`),
    // What is to be forgotten: what no known customer has answered, and what is over.
    index('payments_of_nobody').on(table.answerBy).where(sql`${table.psuId} is null`),
    index('payments_over')
      .on(table.lastActionAt)
      .where(sql`${table.psuId} is not null and ${table.status} in ('ACSC', 'RJCT', 'CANC')`),
    // What is to be carried out, for whoever looks each minute.
    index('payments_due').on(table.startedAt, table.id).where(sql`status = 'ACTC'`),
    index('payments_to_carry_out').on(table.executeOn).where(sql`${table.status} = 'ACTC'`),
  ],
)

/**
 * What the customer was shown and signed, once per payment; rows are never changed. A passkey signs each payment: the
 * challenge holds `recordHash`, and with it amount and payee (RTS (EU) 2018/389 Art. 5).
 */
export const paymentApprovals = pgTable('payment_approvals', {
  paymentId: uuid().primaryKey(),
  sealedRecord: sealed().notNull(),
  recordHash: bytes().notNull(),
  nonce: bytes().notNull(),
  textVersion: text().notNull(),
  locale: text().notNull(),
  authorisationId: uuid().notNull(),
  decidedAt: instant().notNull(),
})

export const paymentsRetention = retain(
  payments,
  {
    whose: 'customer',
    columns: [
      'id',
      'product',
      'status',
      'rejection',
      'sealedOrder',
      'executeOn',
      'psuId',
      'accountId',
      'createdAt',
      'answerBy',
      'decidedAt',
      'startedAt',
      'settledAt',
      'lastActionAt',
    ],
    personal: true,
    purpose: 'to pay exactly what the customer approved, once, and to show it to them',
    period:
      'five years after it was settled, rejected or cancelled; ninety days where no known customer has answered it',
    basis: 'PSD2 Art. 66, 72',
  },
  {
    whose: 'third party',
    columns: ['tppId', 'clientId', 'tppCheckedAt', 'linkId', 'redirectUri', 'nokRedirectUri', 'psuLanguages'],
    personal: false,
    purpose: 'whose request it is, and the way there and back',
    period: 'as the payment',
    basis: 'PSD2 Art. 66',
  },
)

export const paymentApprovalsRetention = retain(paymentApprovals, {
  whose: 'customer',
  columns: [
    'paymentId',
    'sealedRecord',
    'recordHash',
    'nonce',
    'textVersion',
    'locale',
    'authorisationId',
    'decidedAt',
  ],
  personal: true,
  purpose: 'to prove what was shown and approved',
  period: 'five years after the payment was settled, rejected or cancelled',
  basis: 'PSD2 Art. 64, 72; RTS (EU) 2018/389 Art. 5',
})
