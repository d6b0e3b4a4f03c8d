import { bigint, boolean, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, instant, oneOf, sealed } from './columns'
import { retain } from './retention'

/** What somebody of the bank may do. Nobody has all of them: whoever proposes does not approve (`tpp_decisions`). */
export const STAFF_ROLES = ['read', 'operate', 'approve', 'audit'] as const
export const STAFF_STATUSES = ['active', 'blocked'] as const
export const STAFF_CHALLENGE_PURPOSES = ['activate', 'sign-in'] as const
export const STAFF_SESSION_ENDS = ['signed-out', 'replaced'] as const

/**
 * People of the bank who work with Placet: a realm of its own. Nothing here refers to `psus`, `authenticators` or
 * `sessions`, so that no passkey and no cookie of a customer can ever mean somebody of the bank, nor the other way round.
 */
export const staff = pgTable(
  'staff',
  {
    id: uuid().primaryKey(),
    sealedName: sealed().notNull(),
    roles: text({ enum: STAFF_ROLES }).array().notNull(),
    status: text({ enum: STAFF_STATUSES }).notNull(),
    createdAt: instant().notNull(),
  },
  (table) => [oneOf('staff_status', table.status, STAFF_STATUSES)],
)

/** One row per passkey of staff; failures and locks mean what they mean for customers. */
export const staffPasskeys = pgTable(
  'staff_passkeys',
  {
    credentialId: text().primaryKey(),
    staffId: uuid().notNull(),
    publicKey: bytes().notNull(),
    counter: bigint({ mode: 'number' }).notNull(),
    transports: text().array().notNull(),
    failures: integer().notNull(),
    lockedUntil: instant(),
    lockedForGood: boolean().notNull(),
    createdAt: instant().notNull(),
    lastUsedAt: instant(),
  },
  (table) => [index('staff_passkeys_by_staff').on(table.staffId)],
)

/** An activation link as handed to one colleague: the SHA-256 of 128 random bits, good once, for a short time. */
export const staffActivations = pgTable(
  'staff_activations',
  {
    id: uuid().primaryKey(),
    staffId: uuid().notNull(),
    codeHash: bytes().notNull().unique(),
    failures: integer().notNull(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
    createdAt: instant().notNull(),
  },
  (table) => [index('staff_activations_by_staff').on(table.staffId)],
)

/** A challenge given out to staff; works once, like `sca_challenges`. `staffId` is set where it is for one colleague. */
export const staffChallenges = pgTable(
  'staff_challenges',
  {
    id: uuid().primaryKey(),
    purpose: text({ enum: STAFF_CHALLENGE_PURPOSES }).notNull(),
    binding: text().notNull(),
    challenge: bytes().notNull(),
    staffId: uuid(),
    expiresAt: instant().notNull(),
    consumedAt: instant(),
  },
  (table) => [
    oneOf('staff_challenges_purpose', table.purpose, STAFF_CHALLENGE_PURPOSES),
    index('staff_challenges_by_end').on(table.expiresAt),
  ],
)

/** One row per browser in which staff is signed in; the cookie holds a random token, the row its SHA-256. */
export const staffSessions = pgTable(
  'staff_sessions',
  {
    id: uuid().primaryKey(),
    tokenHash: bytes().notNull().unique(),
    staffId: uuid().notNull(),
    credentialId: text().notNull(),
    authenticatedAt: instant().notNull(),
    lastSeenAt: instant().notNull(),
    endedAt: instant(),
    endReason: text({ enum: STAFF_SESSION_ENDS }),
  },
  (table) => [
    oneOf('staff_sessions_end_reason', table.endReason, STAFF_SESSION_ENDS),
    index('staff_sessions_by_staff').on(table.staffId, table.lastSeenAt),
  ],
)

const OF_STAFF = { whose: 'bank', personal: true } as const
const BASIS = 'DORA (EU) 2022/2554 Art. 9; GDPR Art. 6(1)(f)'

export const staffRetention = retain(staff, {
  ...OF_STAFF,
  columns: ['id', 'sealedName', 'roles', 'status', 'createdAt'],
  purpose: 'to know who of the bank acts, and what they may do',
  period: 'as long as an audit row names them',
  basis: BASIS,
})

export const staffPasskeysRetention = retain(staffPasskeys, {
  ...OF_STAFF,
  columns: [
    'credentialId',
    'staffId',
    'publicKey',
    'counter',
    'transports',
    'failures',
    'lockedUntil',
    'lockedForGood',
    'createdAt',
    'lastUsedAt',
  ],
  purpose: 'to authenticate staff',
  period: 'while they work with Placet',
  basis: BASIS,
})

export const staffActivationsRetention = retain(staffActivations, {
  ...OF_STAFF,
  columns: ['id', 'staffId', 'codeHash', 'failures', 'expiresAt', 'usedAt', 'createdAt'],
  purpose: 'to bind the first passkey to a known colleague',
  period: 'thirty days after it ended',
  basis: BASIS,
})

export const staffChallengesRetention = retain(staffChallenges, {
  ...OF_STAFF,
  columns: ['id', 'purpose', 'binding', 'challenge', 'staffId', 'expiresAt', 'consumedAt'],
  purpose: 'to let each answer of a passkey count once',
  period: 'one day',
  basis: BASIS,
})

export const staffSessionsRetention = retain(staffSessions, {
  ...OF_STAFF,
  columns: [
    'id',
    'tokenHash',
    'staffId',
    'credentialId',
    'authenticatedAt',
    'lastSeenAt',
    'endedAt',
    'endReason',
  ],
  purpose: 'to keep staff signed in and to end it',
  period: 'ninety days after it ended',
  basis: BASIS,
})
