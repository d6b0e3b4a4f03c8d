import { z } from 'zod'
import { BALANCE_TYPES } from '@/db/schema/ledger'

/**
 * What the answers of this interface are made of, with the limits of Berlin Group 1.3. Strict and bounded throughout: a
 * field that nobody declared must not leave, and a client may size its columns by what stands here.
 */
export const resourceId = z.uuid().describe('An id of this bank. It says nothing, and never changes.')

export const day = z.iso.date().describe('A day of the bank, as YYYY-MM-DD.')

export const moment = z.iso.datetime().max(30).describe('A moment in UTC.')

export const iban = z
  .string()
  .max(34)
  .regex(/^[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}$/)
  .meta({ id: 'Iban', description: 'An IBAN without spaces.', examples: ['DK5000400440116243'] })

export const currency = z
  .string()
  .max(3)
  .regex(/^[A-Z]{3}$/)
  .meta({ id: 'Currency', description: 'A currency by ISO 4217.', examples: ['DKK'] })

export const amount = z
  .strictObject({
    currency,
    amount: z
      .string()
      .max(19)
      .regex(/^-?[0-9]{1,14}(\.[0-9]{1,3})?$/)
      .meta({
        description: 'A decimal number as text, with the minor digits of its currency. Debits are negative.',
        examples: ['1250.00'],
      }),
  })
  .meta({ id: 'Amount', description: 'An amount of money.' })

/** By a pattern: to parse each address would cost more than all other checks of a page together. */
const address = z
  .string()
  .max(4_096)
  .regex(/^https?:\/\/\S+$/)
  .meta({ format: 'uri' })

export const link = z.strictObject({ href: address }).meta({ id: 'Link', description: 'An absolute link.' })

/** The links from one page of a list to the others; they count nothing and run out after 15 minutes. */
export const pageLinks = {
  first: link.optional().describe('The first page, from any other.'),
  previous: link.optional().describe('Where there is a page before.'),
  next: link.optional().describe('Where there is more.'),
}

/** A text that names or tells something, up to `length` characters: any script, but no control characters. */
export const text = (length: number) =>
  z
    .string()
    .max(length)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f]*$/)

export const accountReference = z
  .strictObject({ iban, currency: currency.optional() })
  .meta({ id: 'AccountReference', description: 'An account by its number.' })

export const balance = z
  .strictObject({
    balanceAmount: amount,
    balanceType: z.enum(BALANCE_TYPES),
    creditLimitIncluded: z.boolean().optional(),
    lastChangeDateTime: moment.optional(),
  })
  .meta({ id: 'Balance', description: 'One balance of an account.' })

export const balances = z.array(balance).max(20)
