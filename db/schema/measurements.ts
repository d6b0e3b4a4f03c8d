import { index, integer, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core'
import { instant, oneOf } from './columns'
import { retain } from './retention'

/** The third party's channel and the customer's own; quarterly figures compare the two (RTS Art. 32(4)). */
export const CHANNELS = ['tpp', 'customer'] as const

/**
 * How long each request took and who caused its error. Beside the audit and outside its transaction: a lost row costs
 * a figure, never a proof. No customer stands in it.
 */
export const requestMeasurements = pgTable(
  'request_measurements',
  {
    id: uuid().notNull(),
    at: instant().notNull(),
    channel: text({ enum: CHANNELS }).notNull(),
    route: text().notNull(),
    tppId: text(),
    status: smallint().notNull(),
    durationMicros: integer().notNull(),
    errorCause: text({ enum: ['bank', 'caller'] }),
  },
  (table) => [
    primaryKey({ columns: [table.at, table.id] }),
    oneOf('measurements_channel', table.channel, CHANNELS),
  ],
)

/**
 * How many calls of third parties were answered within an hour, and how many of them failed by the bank's own fault: folded from
 * the measurements, so that ninety days are read in one look. An hour without a call has no row: nothing is known of it.
 */
export const interfaceHours = pgTable('interface_hours', {
  hour: instant().primaryKey(),
  calls: integer().notNull(),
  faults: integer().notNull(),
})

/**
 * Five times of one journey: arrived, authenticated, decided, code, token. For the customer's own sign-in only the
 * first two exist. The bank's proof that its pages are no obstacle (REG-IF-02).
 */
export const journeys = pgTable(
  'journeys',
  {
    id: text().primaryKey(),
    channel: text({ enum: CHANNELS }).notNull(),
    tppId: text(),
    grantId: text(),
    arrivedAt: instant().notNull(),
    authenticatedAt: instant(),
    decidedAt: instant(),
    codeAt: instant(),
    tokenAt: instant(),
    outcome: text(),
  },
  (table) => [
    oneOf('journeys_channel', table.channel, CHANNELS),
    index('journeys_by_arrival').on(table.arrivedAt),
    index('journeys_by_grant').on(table.grantId),
  ],
)

const asMeasure = {
  whose: 'bank',
  personal: false,
  purpose: 'availability and performance statistics; proof that the journey is no obstacle',
  period: 'two years',
  basis: 'RTS (EU) 2018/389 Art. 32(4); EBA/GL/2018/07',
} as const

export const requestMeasurementsRetention = retain(requestMeasurements, {
  ...asMeasure,
  columns: ['id', 'at', 'channel', 'route', 'tppId', 'status', 'durationMicros', 'errorCause'],
})

export const interfaceHoursRetention = retain(interfaceHours, {
  ...asMeasure,
  columns: ['hour', 'calls', 'faults'],
})

export const journeysRetention = retain(journeys, {
  ...asMeasure,
  columns: [
    'id',
    'channel',
    'tppId',
    'grantId',
    'arrivedAt',
    'authenticatedAt',
    'decidedAt',
    'codeAt',
    'tokenAt',
    'outcome',
  ],
})
