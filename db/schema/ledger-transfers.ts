import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant, oneOf } from './columns'
import { retain } from './retention'

/** How a transfer ended: carried out, or why it was not. */
export const TRANSFER_OUTCOMES = ['settled', 'funds', 'account', 'payee'] as const

/**
 * The transfers that were ordered, each by the id of its payment, with what was answered: ordered again, it is answered the
 * same and nothing is moved.
 */
export const ledgerTransfers = pgTable(
  'ledger_transfers',
  {
    id: uuid().primaryKey(),
    accountId: uuid().notNull(),
    outcome: text({ enum: TRANSFER_OUTCOMES }).notNull(),
    at: instant().notNull(),
  },
  (table) => [
    oneOf('ledger_transfers_outcome', table.outcome, TRANSFER_OUTCOMES),
    index('ledger_transfers_by_account').on(table.accountId),
  ],
)

export const ledgerTransfersRetention = retain(ledgerTransfers, {
  whose: 'customer',
  columns: ['id', 'accountId', 'outcome', 'at'],
  personal: true,
  purpose: 'to carry out each ordered transfer once',
  period: 'as the bank keeps its books; the sandbox until it is reset',
  basis: 'contract, GDPR Art. 6(1)(b)',
})
