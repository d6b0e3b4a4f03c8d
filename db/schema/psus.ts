import { pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant, oneOf, sealed } from './columns'
import { retain } from './retention'

export const PSU_STATUSES = ['active', 'blocked'] as const
export const PSU_KINDS = ['person', 'business'] as const

/**
 * One row per customer of the bank whom Placet knows. `id` is a pseudonym: it stands in audit rows and on the
 * wire where a subject is needed, and says nothing once `keyId` is destroyed. Names live only sealed.
 * `locale` is the language that they chose, null until they do; `pagesLocale` that of the pages when they first signed in, in
 * which the bank writes to them until then. It sets no page.
 */
export const psus = pgTable(
  'psus',
  {
    id: uuid().primaryKey(),
    keyId: uuid().notNull(),
    kind: text({ enum: PSU_KINDS }).notNull(),
    status: text({ enum: PSU_STATUSES }).notNull(),
    sealedName: sealed().notNull(),
    locale: text(),
    pagesLocale: text(),
    createdAt: instant().notNull(),
  },
  (table) => [oneOf('psus_kind', table.kind, PSU_KINDS), oneOf('psus_status', table.status, PSU_STATUSES)],
)

export const psusRetention = retain(psus, {
  whose: 'customer',
  columns: ['id', 'keyId', 'kind', 'status', 'sealedName', 'locale', 'pagesLocale', 'createdAt'],
  personal: true,
  purpose: 'to know the customer and to greet them',
  period: 'while a customer of the bank',
  basis: 'contract, GDPR Art. 6(1)(b)',
})
