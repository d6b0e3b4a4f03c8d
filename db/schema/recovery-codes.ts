import { index, pgTable, uuid } from 'drizzle-orm/pg-core'
import { bytes, instant } from './columns'
import { retain } from './retention'

/**
 * Up to ten codes a customer, made together under one salt; making new ones removes the old. Only a slow hash (scrypt over a
 * keyed hash) is kept. Each works once: `usedAt` is set by one conditional UPDATE in the transaction that enrols, and only
 * beside a code that the bank has given for a recovery.
 */
export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    id: uuid().primaryKey(),
    psuId: uuid().notNull(),
    setId: uuid().notNull(),
    salt: bytes().notNull(),
    codeHash: bytes().notNull(),
    usedAt: instant(),
    createdAt: instant().notNull(),
  },
  (table) => [index('recovery_codes_by_psu').on(table.psuId)],
)

export const recoveryCodesRetention = retain(recoveryCodes, {
  whose: 'customer',
  columns: ['id', 'psuId', 'setId', 'salt', 'codeHash', 'usedAt', 'createdAt'],
  personal: true,
  purpose: 'to let a customer back in who has lost every passkey',
  period: 'until the customer makes new ones, or a recovery was not theirs',
  basis: 'RTS (EU) 2018/389 Art. 24, 26, 27',
})
