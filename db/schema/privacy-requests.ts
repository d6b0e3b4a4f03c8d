import { sql } from 'drizzle-orm'
import { date, index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant, oneOf, sealed } from './columns'
import { retain } from './retention'

/** Something is wrong (GDPR Art. 16), or should not be done (Art. 21). */
export const PRIVACY_REQUEST_KINDS = ['correction', 'objection'] as const
export const PRIVACY_REQUEST_STATES = ['open', 'followed', 'declined'] as const

/**
 * What a customer asks of the bank's desk about their data, in their own words, and what staff answered. `dueOn` is the last
 * day of the month that the bank has (Art. 12(3)).
 */
export const privacyRequests = pgTable(
  'privacy_requests',
  {
    id: uuid().primaryKey(),
    psuId: uuid().notNull(),
    kind: text({ enum: PRIVACY_REQUEST_KINDS }).notNull(),
    state: text({ enum: PRIVACY_REQUEST_STATES }).notNull(),
    sealedText: sealed().notNull(),
    askedAt: instant().notNull(),
    dueOn: date({ mode: 'string' }).notNull(),
    answeredAt: instant(),
    answeredBy: text(),
    sealedAnswer: sealed(),
  },
  (table) => [
    oneOf('privacy_requests_kind', table.kind, PRIVACY_REQUEST_KINDS),
    oneOf('privacy_requests_state', table.state, PRIVACY_REQUEST_STATES),
    index('privacy_requests_by_psu').on(table.psuId, table.askedAt),
    index('privacy_requests_open').on(table.askedAt).where(sql`state = 'open'`),
  ],
)

export const privacyRequestsRetention = retain(privacyRequests, {
  whose: 'customer',
  columns: [
    'id',
    'psuId',
    'kind',
    'state',
    'sealedText',
    'askedAt',
    'dueOn',
    'answeredAt',
    'answeredBy',
    'sealedAnswer',
  ],
  personal: true,
  purpose: 'to correct what is wrong and to hear objections, and to prove that the bank answered',
  period: 'five years after it was asked',
  basis: 'GDPR Art. 5(2), 16, 21',
})
