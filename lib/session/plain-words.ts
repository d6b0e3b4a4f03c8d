import { z } from 'zod'

const TEXT_MAX = 400

/** Plain words of a colleague: one line, nothing that a reader could not see or that turns the text around it; it may be empty. */
export const plainWords = z
  .string()
  .transform((text) => text.normalize('NFKC').replace(/\s+/gu, ' ').trim())
  .pipe(
    z
      .string()
      .max(TEXT_MAX)
      .regex(/^[^\p{C}]*$/u),
  )

/** The same where a customer reads them, so that something must be said. */
export const toldWords = plainWords.pipe(z.string().min(5))
