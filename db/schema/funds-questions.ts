import { index, pgTable, uuid } from 'drizzle-orm/pg-core'
import { instant, sealed } from './columns'
import { retain } from './retention'

/**
 * Each answered question whether an amount was on an account, beside its row of the access log (`callId`) and written
 * in the same statement. What was asked and what was answered lies sealed under the customer's key: amount, currency,
 * payee, yes or no. Never a balance. Rows are never changed.
 */
export const fundsQuestions = pgTable(
  'funds_questions',
  {
    callId: uuid().primaryKey(),
    at: instant().notNull(),
    consentId: uuid().notNull(),
    psuId: uuid().notNull(),
    sealedQuestion: sealed().notNull(),
  },
  (table) => [index('funds_questions_by_consent').on(table.consentId, table.at)],
)

export const fundsQuestionsRetention = retain(fundsQuestions, {
  whose: 'customer',
  columns: ['callId', 'at', 'consentId', 'psuId', 'sealedQuestion'],
  personal: true,
  purpose: 'to tell the customer who asked for which amount, and what the bank answered',
  period: 'five years; the customer sees two',
  basis: 'PSD2 Art. 65(6), 72',
})
