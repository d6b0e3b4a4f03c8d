import { bigint, boolean, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, instant, oneOf, sealed } from './columns'
import { retain } from './retention'

export const REALM_CHALLENGE_PURPOSES = ['activate', 'enrol', 'sign-in', 'prove'] as const
export const REALM_SESSION_ENDS = ['signed-out', 'signed-out-elsewhere', 'replaced'] as const

/**
 * The tables of a realm: people who are no customers (staff, developers). Each realm has its own, and nothing here refers to
 * `psus`, `authenticators`, `sessions` or another realm, so that no passkey and no cookie of one can ever mean somebody of
 * another. One row per passkey; failures and locks mean what they mean for customers. Its name and a session's browser are
 * sealed under the bank's key.
 */
export const realmPasskeys = (realm: string) =>
  pgTable(
    `${realm}_passkeys`,
    {
      credentialId: text().primaryKey(),
      holderId: uuid().notNull(),
      publicKey: bytes().notNull(),
      counter: bigint({ mode: 'number' }).notNull(),
      transports: text().array().notNull(),
      synced: boolean().notNull(),
      sealedName: sealed().notNull(),
      failures: integer().notNull(),
      lockedUntil: instant(),
      lockedForGood: boolean().notNull(),
      createdAt: instant().notNull(),
      lastUsedAt: instant(),
    },
    (table) => [index(`${realm}_passkeys_by_holder`).on(table.holderId)],
  )

/**
 * A challenge given out at the realm's door; works once, like `sca_challenges`. `holderId` is set where it is for one of them.
 */
export const realmChallenges = (realm: string) =>
  pgTable(
    `${realm}_challenges`,
    {
      id: uuid().primaryKey(),
      purpose: text({ enum: REALM_CHALLENGE_PURPOSES }).notNull(),
      binding: text().notNull(),
      challenge: bytes().notNull(),
      holderId: uuid(),
      expiresAt: instant().notNull(),
      consumedAt: instant(),
    },
    (table) => [
      oneOf(`${realm}_challenges_purpose`, table.purpose, REALM_CHALLENGE_PURPOSES),
      index(`${realm}_challenges_by_end`).on(table.expiresAt),
    ],
  )

/** One row per browser that is signed in; the cookie holds a random token, the row its SHA-256. */
export const realmSessions = (realm: string) =>
  pgTable(
    `${realm}_sessions`,
    {
      id: uuid().primaryKey(),
      tokenHash: bytes().notNull().unique(),
      holderId: uuid().notNull(),
      credentialId: text().notNull(),
      sealedUserAgent: sealed(),
      authenticatedAt: instant().notNull(),
      lastSeenAt: instant().notNull(),
      endedAt: instant(),
      endReason: text({ enum: REALM_SESSION_ENDS }),
    },
    (table) => [
      oneOf(`${realm}_sessions_end_reason`, table.endReason, REALM_SESSION_ENDS),
      index(`${realm}_sessions_by_holder`).on(table.holderId, table.lastSeenAt),
    ],
  )

/** Why the columns of a realm's tables are kept. `who` is whom they authenticate. */
export function retainRealm({ tables, who, period, ...common }: RetainRealm) {
  return {
    passkeys: retain(tables.passkeys, {
      ...common,
      columns: [
        'credentialId',
        'holderId',
        'publicKey',
        'counter',
        'transports',
        'synced',
        'sealedName',
        'failures',
        'lockedUntil',
        'lockedForGood',
        'createdAt',
        'lastUsedAt',
      ],
      purpose: `to authenticate ${who}`,
      period: period,
    }),
    challenges: retain(tables.challenges, {
      ...common,
      columns: ['id', 'purpose', 'binding', 'challenge', 'holderId', 'expiresAt', 'consumedAt'],
      purpose: 'to let each answer of a passkey, and each proof of a key, count once',
      period: 'one day',
    }),
    sessions: retain(tables.sessions, {
      ...common,
      columns: [
        'id',
        'tokenHash',
        'holderId',
        'credentialId',
        'sealedUserAgent',
        'authenticatedAt',
        'lastSeenAt',
        'endedAt',
        'endReason',
      ],
      purpose: `to keep ${who} signed in and to end it`,
      period: 'ninety days after it ended',
    }),
  }
}

export type RealmPasskeys = ReturnType<typeof realmPasskeys>
export type RealmChallenges = ReturnType<typeof realmChallenges>
export type RealmSessions = ReturnType<typeof realmSessions>

type RetainRealm = Pick<Parameters<typeof retain>[1], 'whose' | 'personal' | 'basis'> & {
  tables: { passkeys: RealmPasskeys; challenges: RealmChallenges; sessions: RealmSessions }
  who: string
  /** How long a passkey is kept. */
  period: string
}
