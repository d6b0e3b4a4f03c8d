import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, instant, sealed } from './columns'
import { retain } from './retention'

/**
 * One row per passkey. `failures` counts failed ceremonies in a row; the fifth sets `lockedUntil` (15 minutes), the
 * next five in a row, if the passkey itself signed the last of them, set `lockedForGood`, which only a new activation ends
 * (REG-SCA-04). It is the authenticator that is locked, never a customer whose user id a stranger knows. `counter` only ever
 * grows. `coolsUntil`: made by a recovery, it may look and stop sharing until then, and neither allow anything nor change what
 * opens the bank.
 */
export const authenticators = pgTable(
  'authenticators',
  {
    credentialId: text().primaryKey(),
    psuId: uuid().notNull(),
    publicKey: bytes().notNull(),
    counter: bigint({ mode: 'number' }).notNull(),
    transports: text().array().notNull(),
    aaguid: text().notNull(),
    synced: boolean().notNull(),
    sealedName: sealed().notNull(),
    failures: integer().notNull(),
    lockedUntil: instant(),
    lockedForGood: boolean().notNull(),
    coolsUntil: instant(),
    createdAt: instant().notNull(),
    lastUsedAt: instant(),
  },
  (table) => [
    index('authenticators_by_psu').on(table.psuId, table.createdAt),
    // Nearly empty: only passkeys that were ever made by a recovery.
    index('authenticators_cooling').on(table.coolsUntil).where(sql`${table.coolsUntil} is not null`),
  ],
)

export const authenticatorsRetention = retain(authenticators, {
  whose: 'customer',
  columns: [
    'credentialId',
    'psuId',
    'publicKey',
    'counter',
    'transports',
    'aaguid',
    'synced',
    'sealedName',
    'failures',
    'lockedUntil',
    'lockedForGood',
    'coolsUntil',
    'createdAt',
    'lastUsedAt',
  ],
  personal: true,
  purpose: 'to authenticate the customer',
  period: 'until the customer removes it',
  basis: 'RTS (EU) 2018/389 Art. 4, 22 to 27',
})
