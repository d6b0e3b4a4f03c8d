import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns'
import { retain } from './retention'

/**
 * Up to where a third party has been given an account's entries by `deltaList`, per consent (so per customer) and
 * account. `mark` is the ledger's own word for a state of the books; only the ledger can read it.
 */
export const deliveredReports = pgTable(
  'delivered_reports',
  {
    consentId: uuid().notNull(),
    accountId: uuid().notNull(),
    mark: text().notNull(),
    deliveredAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.consentId, table.accountId] })],
)

export const deliveredReportsRetention = retain(deliveredReports, {
  whose: 'customer',
  columns: ['consentId', 'accountId', 'mark', 'deliveredAt'],
  personal: true,
  purpose: 'to give a third party only what came since its last report',
  period: 'while the consent lives',
  basis: 'PSD2 Art. 67; GDPR Art. 5(1)(c)',
})
