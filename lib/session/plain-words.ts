import { z } from 'zod'

const TEXT_MAX = 400
const TOLD_MIN = 5

/** One line of somebody's own words, with nothing that a reader could not see or that turns the text around it. */
export const oneLine = (min: number, max: number) =>
  z
    .string()
    .transform((text) => text.normalize('NFKC').replace(/\s+/gu, ' ').trim())
    .pipe(
      z
        .string()
        .min(min)
        .max(max)
        .regex(/^[^\p{C}]*$/u),
    )

/** Plain words of a colleague; they may be empty. */
export const plainWords = oneLine(0, TEXT_MAX)

/** The same where somebody reads them, so that something must be said. */
export const toldWords = oneLine(TOLD_MIN, TEXT_MAX)
