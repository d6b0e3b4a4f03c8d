import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, instant, oneOf, sealed } from './columns'
import { retain } from './retention'

export const SESSION_ENDS = ['signed-out', 'signed-out-elsewhere', 'idle', 'replaced', 'locked'] as const

/**
 * One row per signed-in browser. The cookie holds a random token, the row its SHA-256. Alive: `endedAt` null and
 * seen within 300 seconds (REG-SCA-05); one UPDATE … RETURNING checks and slides. `failures` counts failed
 * ceremonies inside this session; the fifth ends it.
 */
export const sessions = pgTable(
  'sessions',
  {
    id: uuid().primaryKey(),
    tokenHash: bytes().notNull().unique(),
    psuId: uuid().notNull(),
    credentialId: text().notNull(),
    interactionUid: text(),
    sealedUserAgent: sealed(),
    failures: integer().notNull(),
    authenticatedAt: instant().notNull(),
    lastSeenAt: instant().notNull(),
    endedAt: instant(),
    endReason: text({ enum: SESSION_ENDS }),
  },
  (table) => [
    oneOf('sessions_end_reason', table.endReason, SESSION_ENDS),
    index('sessions_by_psu').on(table.psuId, table.lastSeenAt),
  ],
)

export const sessionsRetention = retain(sessions, {
  whose: 'customer',
  columns: [
    'id',
    'tokenHash',
    'psuId',
    'credentialId',
    'interactionUid',
    'sealedUserAgent',
    'failures',
    'authenticatedAt',
    'lastSeenAt',
    'endedAt',
    'endReason',
  ],
  personal: true,
  purpose: 'to keep the customer signed in and to end it',
  period: 'ninety days after it ended',
  basis: 'RTS (EU) 2018/389 Art. 4(3)',
})
