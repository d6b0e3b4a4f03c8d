import { boolean, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, instant, oneOf } from './columns'
import { retain } from './retention'

export const ACTIVATION_PURPOSES = ['enrol', 'recover'] as const

/**
 * A code that the bank handed to one customer it has identified, to create a first passkey or to unlock. Only its
 * SHA-256 is kept (the code has 128 random bits). It works once: `usedAt` is set in the transaction that enrols. One to
 * `recover` counts only beside one of the customer's recovery codes; `failures` then are wrong ones. `settled`, in a sandbox
 * alone: what it makes needs no cool-down, even where its customer has had a passkey before.
 */
export const activationCodes = pgTable(
  'activation_codes',
  {
    id: uuid().primaryKey(),
    psuId: uuid().notNull(),
    purpose: text({ enum: ACTIVATION_PURPOSES }).notNull(),
    codeHash: bytes().notNull().unique(),
    settled: boolean().notNull().default(false),
    failures: integer().notNull(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
    createdAt: instant().notNull(),
  },
  (table) => [
    oneOf('activation_codes_purpose', table.purpose, ACTIVATION_PURPOSES),
    index('activation_codes_by_psu').on(table.psuId),
  ],
)

export const activationCodesRetention = retain(activationCodes, {
  whose: 'customer',
  columns: ['id', 'psuId', 'purpose', 'codeHash', 'settled', 'failures', 'expiresAt', 'usedAt', 'createdAt'],
  personal: true,
  purpose: 'to bind a passkey to a customer whom the bank has identified',
  period: 'thirty days after it ended',
  basis: 'RTS (EU) 2018/389 Art. 24, 26',
})
