import { index, pgTable, smallint, text, unique, uuid } from 'drizzle-orm/pg-core'
import { bytes, instant, oneOf } from '../schema/columns'
import { retain } from '../schema/retention'

/** `changing`: seals what may be sealed anew. `standing`: seals rows that never change, the trail's and what was shown. */
export const KEY_PARTS = ['changing', 'standing'] as const

/**
 * The wrapped keys, in a database of their own that ordinary backups leave out: destroying the rows of a key makes every copy of
 * what it sealed unreadable, backups included. A row is one version of a key: `id` is the version's own and stands at the
 * head of whatever it sealed, `keyId` is the key that rows of the main database name. Of each part the newest version seals and
 * every one opens. `subject` is `psu:<id>`, `account:<id>`, `bank`, or of what a law keeps `retention:<law>:<yyyy-mm>`, destroyed when
 * that month is over; an account's key lives until its last holder goes. `wrapped` is what the key-encryption key named by
 * `kekId` made of it. `seenAt` is when something under a replaced version was last found, `emptySince` since when nothing is.
 */
export const vaultKeys = pgTable(
  'vault_keys',
  {
    id: uuid().primaryKey(),
    keyId: uuid().notNull(),
    part: text({ enum: KEY_PARTS }).notNull(),
    version: smallint().notNull(),
    subject: text().notNull(),
    wrapped: bytes().notNull(),
    kekId: text().notNull(),
    createdAt: instant().notNull(),
    seenAt: instant(),
    emptySince: instant(),
  },
  (table) => [
    // Two who rotate at once make one version.
    unique('vault_keys_version').on(table.keyId, table.part, table.version),
    index('vault_keys_by_subject').on(table.subject),
    oneOf('vault_keys_part', table.part, KEY_PARTS),
  ],
)

export const vaultKeysRetention = retain(
  vaultKeys,
  {
    whose: 'customer',
    columns: ['id', 'keyId', 'part', 'version', 'subject', 'wrapped', 'kekId', 'createdAt'],
    personal: true,
    purpose: 'to open what is sealed, and to erase it by being destroyed',
    period:
      'until the customer is erased, or the last holder of the account; a replaced version until nothing is left under it',
    basis: 'GDPR Art. 17, 25, 32',
  },
  {
    whose: 'nobody',
    columns: ['seenAt', 'emptySince'],
    personal: false,
    purpose: 'to know when a replaced version may be destroyed',
    period: 'as the version',
    basis: 'GDPR Art. 32',
  },
)
