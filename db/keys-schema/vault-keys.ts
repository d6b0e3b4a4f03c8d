import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, instant } from '../schema/columns'
import { retain } from '../schema/retention'

/**
 * The wrapped keys, in a database of their own that ordinary backups leave out: destroying a row makes every copy of
 * what it sealed unreadable, backups included. `subject` is `psu:<id>`, `account:<id>`, `bank`, or of what a law keeps
 * `retention:<law>:<yyyy-mm>`, destroyed when that month is over; an account's key lives until its last holder goes. `wrapped`
 * is what the key-encryption key named by `kekId` made of it, and the only thing of a row that ever changes.
 */
export const vaultKeys = pgTable(
  'vault_keys',
  {
    id: uuid().primaryKey(),
    subject: text().notNull(),
    wrapped: bytes().notNull(),
    kekId: text().notNull(),
    createdAt: instant().notNull(),
  },
  (table) => [index('vault_keys_by_subject').on(table.subject)],
)

export const vaultKeysRetention = retain(vaultKeys, {
  whose: 'customer',
  columns: ['id', 'subject', 'wrapped', 'kekId', 'createdAt'],
  personal: true,
  purpose: 'to open what is sealed, and to erase it by being destroyed',
  period: 'until the customer is erased, or the last holder of the account',
  basis: 'GDPR Art. 17, 25, 32',
})
