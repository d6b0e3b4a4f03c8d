import { sql } from 'drizzle-orm'
import { date, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { bytes, instant, oneOf, sealed } from './columns'
import { retain } from './retention'

/** How far a request to a third party to delete has come; the last three are its answers. */
export const REMOVAL_STATES = ['asked', 'passed-on', 'received', 'deleted', 'partly', 'refused'] as const
/** Whether the bank sends it to the third party itself, or the customer sends a letter. */
export const REMOVAL_CHANNELS = ['message', 'letter'] as const

/**
 * One row per request of a customer that a third party delete what it got under one consent (GDPR Art. 17). At most one
 * of a consent is open. `sealedMandate` is the record of what the customer asked the bank to do, `mandateHash` its digest,
 * which the third party is told. `dueOn` is the last day on which an answer is in time: set as it is received, moved once
 * by `extendedAt`. Overdue is what the clock makes of it; `overdueAt` only says that somebody was told. A message that
 * could not be delivered is a letter from then on (`undeliveredAt`). What a third party gives as reasons is sealed.
 */
export const removals = pgTable(
  'removals',
  {
    id: uuid().primaryKey(),
    consentId: uuid().notNull(),
    psuId: uuid().notNull(),
    tppId: text().notNull(),
    state: text({ enum: REMOVAL_STATES }).notNull(),
    channel: text({ enum: REMOVAL_CHANNELS }).notNull(),
    sealedMandate: sealed().notNull(),
    mandateHash: bytes().notNull(),
    endpoint: text(),
    askedAt: instant().notNull(),
    passedOnAt: instant(),
    receivedAt: instant(),
    undeliveredAt: instant(),
    dueOn: date({ mode: 'string' }),
    extendedAt: instant(),
    sealedExtension: sealed(),
    answeredAt: instant(),
    sealedReason: sealed(),
    remindedAt: instant(),
    overdueAt: instant(),
  },
  (table) => [
    oneOf('removals_state', table.state, REMOVAL_STATES),
    oneOf('removals_channel', table.channel, REMOVAL_CHANNELS),
    uniqueIndex('removals_one_open')
      .on(table.consentId)
      .where(sql`state in ('asked', 'passed-on', 'received')`),
    index('removals_by_consent').on(table.consentId, table.askedAt),
    index('removals_by_psu').on(table.psuId, table.askedAt),
    index('removals_open').on(table.dueOn).where(sql`state in ('asked', 'passed-on', 'received')`),
  ],
)

export const removalsRetention = retain(
  removals,
  {
    whose: 'customer',
    columns: [
      'id',
      'consentId',
      'psuId',
      'state',
      'channel',
      'sealedMandate',
      'mandateHash',
      'askedAt',
      'passedOnAt',
      'receivedAt',
      'undeliveredAt',
      'dueOn',
      'extendedAt',
      'sealedExtension',
      'answeredAt',
      'sealedReason',
      'remindedAt',
      'overdueAt',
    ],
    personal: true,
    purpose: 'to pass on the wish to be forgotten, to follow it, and to prove that the bank was asked to',
    period: 'five years after it was asked',
    basis: 'GDPR Art. 5(2), 17, 19',
  },
  {
    whose: 'third party',
    columns: ['tppId', 'endpoint'],
    personal: false,
    purpose: 'whom it was passed on to, and where',
    period: 'as the request',
    basis: 'GDPR Art. 19',
  },
)
