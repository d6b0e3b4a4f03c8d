import { z } from 'zod'
import { readPlainText } from '@/lib/tpp/plain-name'

const PRINTABLE = /^[^\p{Cc}]*$/u

/**
 * A text of a third party that the bank's own pages show to a customer, by the rule of all such words (THR-12): nothing
 * that turns a line round, that nobody sees or that pretends to be markup. Composed and trimmed; blank is none.
 */
export function shownText(lengthMax: number) {
  return z
    .string()
    .max(lengthMax)
    .regex(PRINTABLE, 'Send printable text.')
    .transform((given, context): string | null => {
      if (given.trim() === '') return null
      const read = readPlainText(given, lengthMax)
      if ('text' in read) return read.text
      context.addIssue({ code: 'custom', message: `The text ${read.problem}.` })
      return z.NEVER
    })
    .optional()
}
