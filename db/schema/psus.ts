import { date, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant, oneOf, sealed } from './columns'
import { retain } from './retention'

/** Whoever is not active neither signs in nor decides anything. `deceased` by the bank's books, which may correct it. */
export const PSU_STATUSES = ['active', 'blocked', 'deceased'] as const
export const PSU_KINDS = ['person', 'business'] as const

/**
 * One row per customer of the bank whom Placet knows. `id` is a pseudonym: it stands in audit rows and on the
 * wire where a subject is needed, and says nothing once `keyId` is destroyed. Names live only sealed.
 * `locale` is the language that they chose, null until they do; `pagesLocale` that of the pages when they first signed in, in
 * which the bank writes to them until then. It sets no page. `leftOn` is the bank's word: the day from which they are a customer
 * no more, and on which the erasure that they asked for is carried out.
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
    leftOn: date({ mode: 'string' }),
    createdAt: instant().notNull(),
  },
  (table) => [oneOf('psus_kind', table.kind, PSU_KINDS), oneOf('psus_status', table.status, PSU_STATUSES)],
)

export const psusRetention = retain(psus, {
  whose: 'customer',
  columns: ['id', 'keyId', 'kind', 'status', 'sealedName', 'locale', 'pagesLocale', 'leftOn', 'createdAt'],
  personal: true,
  purpose: 'to know the customer and to greet them',
  period: 'while a customer of the bank',
  basis: 'contract, GDPR Art. 6(1)(b)',
})
