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
  .describe('An IBAN without spaces.')

export const currency = z
  .string()
  .max(3)
  .regex(/^[A-Z]{3}$/)
  .describe('A currency by ISO 4217.')

export const amount = z
  .strictObject({
    currency,
    amount: z
      .string()
      .max(19)
      .regex(/^-?[0-9]{1,14}(\.[0-9]{1,3})?$/)
      .describe('A decimal number as text, with the minor digits of its currency. Debits are negative.'),
  })
  .describe('An amount of money.')

export const link = z.strictObject({ href: z.url().max(4_096) }).describe('An absolute link.')

/** A text that names or tells something, up to `length` characters. Any script, so without a pattern. */
export const text = (length: number) => z.string().max(length)

export const accountReference = z
  .strictObject({ iban, currency: currency.optional() })
  .describe('An account by its number.')

export const balance = z
  .strictObject({
    balanceAmount: amount,
    balanceType: z.enum(BALANCE_TYPES),
    lastChangeDateTime: moment.optional(),
  })
  .describe('One balance of an account.')

export const balances = z.array(balance).max(20)
