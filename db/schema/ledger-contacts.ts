import { pgTable, uuid } from 'drizzle-orm/pg-core'
import { sealed } from './columns'
import { retain } from './retention'

/**
 * How the sandbox bank reaches its customers, and when they were born and died, where that matters, behind the port `lib/core-banking`; a real bank's own register of customers
 * stands there instead. Sealed under the customer's key.
 */
export const ledgerContacts = pgTable('ledger_contacts', {
  psuId: uuid().primaryKey(),
  sealedMail: sealed().notNull(),
  sealedLife: sealed(),
})

export const ledgerContactsRetention = retain(ledgerContacts, {
  whose: 'customer',
  columns: ['psuId', 'sealedMail', 'sealedLife'],
  personal: true,
  purpose:
    'the bank’s own books, of which the sandbox keeps a small part: where mail reaches the customer, and whether they are of age and alive',
  period: 'while a customer of the bank',
  basis: 'contract, GDPR Art. 6(1)(b)',
})
