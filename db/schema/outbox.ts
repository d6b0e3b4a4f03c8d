import { sql } from 'drizzle-orm'
import { bigint, index, jsonb, pgTable, smallint, text, uuid } from 'drizzle-orm/pg-core'
import { instant, sealed } from './columns'
import { retain } from './retention'

/**
 * Everything that is ever to be told to somebody, written in the deciding transaction (INV-07). `audience` is one of
 * the catalogue's: customer, tpp, staff, security-log; one row per audience. `sequence` is drawn while the transaction
 * holds the consent, so within one consent it is the order of the commits. Whoever takes a row on sets `sentAt`: for a
 * third party that is when its deliveries are planned. `detail` is the event's, which is never personal; the payload
 * holds the rest too and is sealed under the customer's key where there is one.
 */
export const outbox = pgTable(
  'outbox',
  {
    id: uuid().primaryKey(),
    sequence: bigint({ mode: 'number' }).generatedAlwaysAsIdentity(),
    eventId: uuid().notNull(),
    type: text().notNull(),
    schemaVersion: smallint().notNull(),
    audience: text().notNull(),
    consentId: uuid(),
    psuId: uuid(),
    tppId: text(),
    detail: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    sealedPayload: sealed().notNull(),
    createdAt: instant().notNull(),
    sentAt: instant(),
  },
  (table) => [
    index('outbox_by_event').on(table.eventId),
    index('outbox_pending').on(table.audience, table.sequence).where(sql`sent_at is null`),
  ],
)

export const outboxRetention = retain(outbox, {
  whose: 'customer',
  columns: [
    'id',
    'sequence',
    'eventId',
    'type',
    'schemaVersion',
    'audience',
    'consentId',
    'psuId',
    'tppId',
    'detail',
    'sealedPayload',
    'createdAt',
    'sentAt',
  ],
  personal: true,
  purpose: 'to tell the customer, the third party and staff what was decided',
  period: 'ninety days after it was sent',
  basis: 'PSD2 Art. 68(6); prepared for PSR Art. 43',
})
