import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, instant, oneOf, sealed } from './columns'
import { realmChallenges, realmPasskeys, realmSessions, retainRealm } from './realm'
import { retain } from './retention'

/** What somebody of the bank may do. Nobody has all of them: whoever proposes does not approve (`tpp_decisions`). */
export const STAFF_ROLES = ['read', 'operate', 'approve', 'audit'] as const
export const STAFF_STATUSES = ['active', 'blocked'] as const

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

export const staffPasskeys = realmPasskeys('staff')
export const staffChallenges = realmChallenges('staff')
export const staffSessions = realmSessions('staff')

const OF_STAFF = { whose: 'bank', personal: true } as const
const BASIS = 'DORA (EU) 2022/2554 Art. 9; GDPR Art. 6(1)(f)'

export const staffRetention = retain(staff, {
  ...OF_STAFF,
  columns: ['id', 'sealedName', 'roles', 'status', 'createdAt'],
  purpose: 'to know who of the bank acts, and what they may do',
  period: 'as long as an audit row names them',
  basis: BASIS,
})

export const staffActivationsRetention = retain(staffActivations, {
  ...OF_STAFF,
  columns: ['id', 'staffId', 'codeHash', 'failures', 'expiresAt', 'usedAt', 'createdAt'],
  purpose: 'to bind the first passkey to a known colleague',
  period: 'thirty days after it ended',
  basis: BASIS,
})

export const {
  passkeys: staffPasskeysRetention,
  challenges: staffChallengesRetention,
  sessions: staffSessionsRetention,
} = retainRealm({
  ...OF_STAFF,
  tables: { passkeys: staffPasskeys, challenges: staffChallenges, sessions: staffSessions },
  who: 'staff',
  period: 'while they work with Placet',
  basis: BASIS,
})
