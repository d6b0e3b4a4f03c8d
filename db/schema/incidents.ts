import { sql } from 'drizzle-orm'
import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant, oneOf } from './columns'
import { retain } from './retention'

/** The bank's books, its own faults, a third party's certificate, a third party that the register withdrew. */
export const INCIDENT_RULES = [
  'books-silent',
  'own-faults',
  'certificate-blocks',
  'paused-by-register',
] as const

/**
 * Something that keeps people or third parties from what is theirs, noticed and closed by rule alone (`lib/incidents`).
 * `about` is the third party, or `bank`. Of one rule about one at most one is open, so that whoever notices it again only
 * moves `lastSeenAt`; it is closed when nobody has noticed it for the time of its rule, and lasted until `lastSeenAt`.
 */
export const incidents = pgTable(
  'incidents',
  {
    id: uuid().primaryKey(),
    rule: text({ enum: INCIDENT_RULES }).notNull(),
    about: text().notNull(),
    openedAt: instant().notNull(),
    lastSeenAt: instant().notNull(),
    closedAt: instant(),
  },
  (table) => [
    oneOf('incidents_rule', table.rule, INCIDENT_RULES),
    uniqueIndex('incidents_one_open').on(table.rule, table.about).where(sql`closed_at is null`),
    index('incidents_by_opening').on(table.openedAt),
  ],
)

export const incidentsRetention = retain(incidents, {
  whose: 'bank',
  columns: ['id', 'rule', 'about', 'openedAt', 'lastSeenAt', 'closedAt'],
  personal: false,
  purpose: 'that staff notice what keeps others out, and everybody can read when the bank itself did',
  period: 'two years after it was closed',
  basis: 'RTS (EU) 2018/389 Art. 32(4), 33(4); DORA (EU) 2022/2554 Art. 17',
})
