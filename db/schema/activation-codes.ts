import { index, integer, pgTable, uuid } from 'drizzle-orm/pg-core'
import { bytes, instant } from './columns'
import { retain } from './retention'

/**
 * A code that the bank handed to one customer it has identified, to create a first passkey or to unlock. Only its
 * SHA-256 is kept (the code has 128 random bits). It works once: `usedAt` is set in the transaction that enrols.
 */
export const activationCodes = pgTable(
  'activation_codes',
  {
    id: uuid().primaryKey(),
    psuId: uuid().notNull(),
    codeHash: bytes().notNull().unique(),
    failures: integer().notNull(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
    createdAt: instant().notNull(),
  },
  (table) => [index('activation_codes_by_psu').on(table.psuId)],
)

export const activationCodesRetention = retain(activationCodes, {
  whose: 'customer',
  columns: ['id', 'psuId', 'codeHash', 'failures', 'expiresAt', 'usedAt', 'createdAt'],
  personal: true,
  purpose: 'to bind the first passkey to an identified customer',
  period: 'thirty days after it ended',
  basis: 'RTS (EU) 2018/389 Art. 24, 26',
})
