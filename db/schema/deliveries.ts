import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  index,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { instant, oneOf } from './columns'
import { retain } from './retention'

/** In which form a third party is told. */
export const DELIVERY_FORMATS = [
  'resource-status',
  'security-event',
  'certificate-end',
  'data-removal',
] as const
export const DELIVERY_STATES = ['pending', 'delivered', 'dead'] as const

/**
 * One message to one endpoint, planned from a row of the outbox; `id` is its X-Request-ID at every attempt, by which a
 * receiver drops what it has already had. Within a consent and a format only the pending one with the lowest `sequence`
 * is ever sent. Whoever sends takes a lease first: a process that dies leaves it to run out, and another sends again.
 * A `security-event` holds the claims of a Security Event Token, which is signed as it leaves; one without an endpoint waits to
 * be fetched, and `fetchedAt` is when it first was. It is `delivered` when its third party has acknowledged it.
 * What is about the third party itself names no consent and waits for nothing. `removalId` is the request to delete that it
 * passes on, in that format alone. Leases and next attempts are in the machine's time, never in the sandbox's: moving the
 * clock repeats no message.
 */
export const deliveries = pgTable(
  'deliveries',
  {
    id: uuid().primaryKey(),
    outboxId: uuid().notNull(),
    sequence: bigint({ mode: 'number' }).notNull(),
    format: text({ enum: DELIVERY_FORMATS }).notNull(),
    tppId: text().notNull(),
    consentId: uuid(),
    removalId: uuid(),
    endpoint: text(),
    host: text(),
    body: text().notNull(),
    state: text({ enum: DELIVERY_STATES }).notNull(),
    attempts: smallint().notNull(),
    nextAttemptAt: instant().notNull(),
    leasedUntil: instant(),
    lastStatus: smallint(),
    lastFault: text(),
    plannedAt: instant().notNull(),
    fetchedAt: instant(),
    settledAt: instant(),
  },
  (table) => [
    oneOf('deliveries_format', table.format, DELIVERY_FORMATS),
    oneOf('deliveries_state', table.state, DELIVERY_STATES),
    check('deliveries_fetched', sql`(${table.endpoint} is null) = (${table.host} is null)`),
    uniqueIndex('deliveries_once').on(table.outboxId, table.format),
    index('deliveries_pending')
      .on(table.tppId, table.host, table.nextAttemptAt, table.sequence)
      .where(sql`state = 'pending'`),
    index('deliveries_leased').on(table.tppId).where(sql`leased_until is not null`),
    index('deliveries_settled').on(table.state, table.settledAt).where(sql`state <> 'pending'`),
    index('deliveries_events')
      .on(table.tppId, table.sequence)
      .where(sql`format = 'security-event' and state <> 'delivered'`),
    index('deliveries_by_consent').on(table.consentId, table.format, table.sequence),
  ],
)

/**
 * The hosts to which anything was ever planned, per third party, and how they have been doing: `failures` in a row. While
 * one `restsUntil` nothing is sent to it nor even looked for, so that the dead cost the living nothing.
 */
export const deliveryHosts = pgTable(
  'delivery_hosts',
  {
    tppId: text().notNull(),
    host: text().notNull(),
    failures: smallint().notNull(),
    restsUntil: instant(),
  },
  (table) => [primaryKey({ columns: [table.tppId, table.host] })],
)

export const deliveriesRetention = retain(deliveries, {
  whose: 'customer',
  columns: [
    'id',
    'outboxId',
    'sequence',
    'format',
    'tppId',
    'consentId',
    'removalId',
    'endpoint',
    'host',
    'body',
    'state',
    'attempts',
    'nextAttemptAt',
    'leasedUntil',
    'lastStatus',
    'lastFault',
    'plannedAt',
    'fetchedAt',
    'settledAt',
  ],
  personal: true,
  purpose: 'to tell third parties what became of a consent, and to show that they were told',
  period: 'ninety days after it was delivered or given up',
  basis: 'PSD2 Art. 67; prepared for PSR Art. 43',
})

export const deliveryHostsRetention = retain(deliveryHosts, {
  whose: 'third party',
  columns: ['tppId', 'host', 'failures', 'restsUntil'],
  personal: false,
  purpose: 'to leave an endpoint that does not answer alone for a while',
  period: 'as long as the third party is known',
  basis: 'operation of the service',
})
