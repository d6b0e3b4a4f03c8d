import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, instant, oneOf } from './columns'
import { retain } from './retention'

export const CHALLENGE_PURPOSES = ['activate', 'enrol', 'sign-in', 'approve'] as const

/**
 * One row per WebAuthn challenge given out; it lives 120 seconds and works once. `binding` says what it is good
 * for (a session, an interaction, an activation): an answer that arrives elsewhere is refused. `consumedAt` is set
 * by one conditional UPDATE before anything is verified, so that a failure burns it too (INV-04).
 */
export const scaChallenges = pgTable(
  'sca_challenges',
  {
    id: uuid().primaryKey(),
    purpose: text({ enum: CHALLENGE_PURPOSES }).notNull(),
    binding: text().notNull(),
    challenge: bytes().notNull(),
    recordHash: bytes(),
    psuId: uuid(),
    expiresAt: instant().notNull(),
    consumedAt: instant(),
  },
  (table) => [
    oneOf('sca_challenges_purpose', table.purpose, CHALLENGE_PURPOSES),
    index('sca_challenges_by_end').on(table.expiresAt),
  ],
)

export const scaChallengesRetention = retain(scaChallenges, {
  whose: 'customer',
  columns: ['id', 'purpose', 'binding', 'challenge', 'recordHash', 'psuId', 'expiresAt', 'consumedAt'],
  personal: true,
  purpose: 'to let each answer of a passkey count once',
  period: 'one day',
  basis: 'RTS (EU) 2018/389 Art. 4(1)',
})
