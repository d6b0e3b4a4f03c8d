import { index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, instant, sealed } from './columns'
import { retain } from './retention'

/**
 * The answer to each write of a third party, by the X-Request-ID it came with: written in the transaction of what the
 * write decided, so that both stand or neither. `content` is a keyed hash of what was sent. `state` is how the resource
 * stood when it was answered: once it stands otherwise, the answer is not given again.
 */
export const idempotentAnswers = pgTable(
  'idempotent_answers',
  {
    tppId: text().notNull(),
    requestId: uuid().notNull(),
    content: bytes().notNull(),
    consentId: uuid(),
    paymentId: uuid(),
    authorisationId: uuid(),
    state: text().notNull(),
    sealedAnswer: sealed().notNull(),
    createdAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tppId, table.requestId] }),
    index('idempotent_answers_by_age').on(table.createdAt),
  ],
)

export const idempotentAnswersRetention = retain(idempotentAnswers, {
  whose: 'third party',
  columns: [
    'tppId',
    'requestId',
    'content',
    'consentId',
    'paymentId',
    'authorisationId',
    'state',
    'sealedAnswer',
    'createdAt',
  ],
  personal: true,
  purpose: 'to answer a request that a third party repeats as it was answered, without doing it twice',
  period: '24 hours, and up to an hour until it is swept',
  basis: 'contract, GDPR Art. 6(1)(b)',
})
