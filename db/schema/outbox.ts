import { sql } from 'drizzle-orm'
import { index, pgTable, smallint, text, uuid } from 'drizzle-orm/pg-core'
import { instant, sealed } from './columns'
import { retain } from './retention'

/**
 * Everything that is ever to be told to somebody, written in the deciding transaction (INV-07). `audience` is one of
 * the catalogue's: customer, tpp, staff, security-log; one row per audience. Order within a consent is `id`'s
 * (time-ordered). A sender sets `sentAt`; the payload is sealed under the customer's key where there is one.
 */
export const outbox = pgTable(
  'outbox',
  {
    id: uuid().primaryKey(),
    eventId: uuid().notNull(),
    type: text().notNull(),
    schemaVersion: smallint().notNull(),
    audience: text().notNull(),
    consentId: uuid(),
    psuId: uuid(),
    tppId: text(),
    sealedPayload: sealed().notNull(),
    createdAt: instant().notNull(),
    sentAt: instant(),
  },
  (table) => [
    index('outbox_by_event').on(table.eventId),
    index('outbox_pending').on(table.audience, table.id).where(sql`sent_at is null`),
  ],
)

export const outboxRetention = retain(outbox, {
  whose: 'customer',
  columns: [
    'id',
    'eventId',
    'type',
    'schemaVersion',
    'audience',
    'consentId',
    'psuId',
    'tppId',
    'sealedPayload',
    'createdAt',
    'sentAt',
  ],
  personal: true,
  purpose: 'to tell the customer, the third party and staff what was decided',
  period: 'ninety days after it was sent',
  basis: 'PSD2 Art. 68(6); prepared for PSR Art. 43',
})
