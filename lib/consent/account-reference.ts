import { isValidIBAN } from 'ibantools'
import { z } from 'zod'
import type { AccountReference } from './consent'
import { refuseField } from './refuse-field'

/** Identifiers of a Berlin Group account reference by which no account of this bank is known. */
const UNKNOWN_HERE = ['bban', 'msisdn', 'other'] as const
const IDENTIFIERS = ['iban', 'pan', 'maskedPan', ...UNKNOWN_HERE] as const

/** A whole number must not come disguised as a masked one: only the masked form is ever shown again. */
const MASKED_PAN = /^[0-9]{0,6}[*xX]{2,29}[0-9]{0,4}$/

const NO_IBAN = 'Send a valid IBAN, without spaces.'
const NO_CARD = 'Send a whole card number, of digits.'
export const WRONG_CHECK_DIGIT =
  'The check digit of this card number is wrong. Send it as it stands on the card.'

const word = (length: number, fault: string) =>
  z
    .string()
    .max(length)
    .regex(/^[0-9A-Za-z]*$/, fault)

/** One account as a third party names it: by exactly one identifier, a currency if only that one is meant. */
export const accountReference = z
  .strictObject({
    iban: word(34, NO_IBAN).optional(),
    pan: word(35, NO_CARD).optional(),
    maskedPan: z
      .string()
      .max(35)
      .regex(/^[0-9*xX]*$/, 'Mask all but the first six and the last four digits with *.')
      .optional(),
    bban: word(30, 'Send letters and digits.').optional(),
    msisdn: z
      .string()
      .max(35)
      .regex(/^[0-9+]*$/, 'Send a telephone number of digits, after + if need be.')
      .optional(),
    other: z.unknown().optional(),
    currency: z
      .string()
      .max(3)
      .regex(/^[A-Z]{3}$/, 'Send three capital letters.')
      .optional(),
  })
  .transform((reference, context): AccountReference => {
    const { iban, pan, maskedPan, currency } = reference
    const named = IDENTIFIERS.filter((name) => reference[name] !== undefined)
    if (named.length > 1)
      return refuseField(context, 'format_error', 'Name an account by one identifier only.')
    const inCurrency = currency === undefined ? {} : { currency }
    if (iban !== undefined) {
      if (isValidIBAN(iban)) return { iban, ...inCurrency }
      return refuseField(context, 'format_error', NO_IBAN, 'iban')
    }
    if (pan !== undefined) {
      const fault = WHOLE_PAN.test(pan) ? WRONG_CHECK_DIGIT : NO_CARD
      return passesLuhn(pan) ? { pan, ...inCurrency } : refuseField(context, 'format_error', fault, 'pan')
    }
    if (maskedPan !== undefined) {
      if (MASKED_PAN.test(maskedPan)) return { maskedPan, ...inCurrency }
      const text = 'Mask all but the first six and the last four digits with *.'
      return refuseField(context, 'format_error', text, 'maskedPan')
    }
    const text =
      'This bank knows its accounts by iban, and cards by maskedPan or pan. Name the account by one of these.'
    return refuseField(context, 'service_invalid', text)
  })

/** ISO/IEC 7812: this many digits and nothing else. */
export const WHOLE_PAN = /^[0-9]{12,19}$/

/** Whether a text is a whole card number, the last digit of which checks the others (Luhn). */
export function passesLuhn(text: string): boolean {
  if (!WHOLE_PAN.test(text)) return false
  const digits = [...text].reverse().map(Number)
  const sum = digits.reduce((total, digit, place) => {
    const counted = place % 2 === 0 ? digit : digit * 2
    return total + (counted > 9 ? counted - 9 : counted)
  }, 0)
  return sum % 10 === 0
}
