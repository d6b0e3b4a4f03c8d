import { sql } from 'drizzle-orm'
import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns'
import { retain } from './retention'

/**
 * One row per letter that staff are to print for a customer who has lost every passkey; of a customer at most one waits. It holds
 * no code: that is drawn for the sheet, and counts once somebody says that the sheet was sent (`activation_codes`).
 */
export const recoveryLetters = pgTable(
  'recovery_letters',
  {
    id: uuid().primaryKey(),
    psuId: uuid().notNull(),
    askedAt: instant().notNull(),
    askedBy: text().notNull(),
    sentAt: instant(),
    sentBy: text(),
  },
  (table) => [
    uniqueIndex('recovery_letters_one_waiting').on(table.psuId).where(sql`sent_at is null`),
    index('recovery_letters_waiting').on(table.askedAt).where(sql`sent_at is null`),
  ],
)

export const recoveryLettersRetention = retain(recoveryLetters, {
  whose: 'customer',
  columns: ['id', 'psuId', 'askedAt', 'askedBy', 'sentAt', 'sentBy'],
  personal: true,
  purpose: 'to print the letters that let customers back in, each once',
  period: 'thirty days after it was asked for',
  basis: 'RTS (EU) 2018/389 Art. 24, 26',
})
