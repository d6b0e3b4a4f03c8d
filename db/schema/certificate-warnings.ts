import { pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core'
import { instant } from './columns'
import { retain } from './retention'

/**
 * Which warnings were given before a certificate ends, by the days that were then left at most. The key is what makes each
 * warning one, however many workers look at once.
 */
export const certificateWarnings = pgTable(
  'certificate_warnings',
  {
    thumbprint: text().notNull(),
    days: smallint().notNull(),
    warnedAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.thumbprint, table.days] })],
)

export const certificateWarningsRetention = retain(certificateWarnings, {
  whose: 'third party',
  columns: ['thumbprint', 'days', 'warnedAt'],
  personal: false,
  purpose: 'to warn once of each end of a certificate',
  period: 'ninety days after the warning',
  basis: 'RTS (EU) 2018/389 Art. 34',
})
