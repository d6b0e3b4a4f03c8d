import { z } from 'zod'
import { TPP_GROUNDS } from '@/lib/tpp/tpp-decision'

const TEXT_MAX = 400

/** Plain words: one line, nothing that a reader could not see or that turns the text around it. */
const words = z
  .string()
  .transform((text) => text.normalize('NFKC').replace(/\s+/gu, ' ').trim())
  .pipe(
    z
      .string()
      .max(TEXT_MAX)
      .regex(/^[^\p{C}]*$/u),
  )
const needed = words.pipe(z.string().min(1))
const ground = z.enum(TPP_GROUNDS)
const told = { note: needed, tppText: needed, customersText: words.transform((text) => text || null) }

/** What staff propose. The words for customers may be left out where they would compromise security (Art. 68(5)). */
export const ProposalInput = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('pause'), ground, ...told }),
  z.strictObject({ action: z.literal('end'), ground, endsOn: z.iso.date(), ...told }),
  z.strictObject({ action: z.literal('resume'), note: needed }),
])
