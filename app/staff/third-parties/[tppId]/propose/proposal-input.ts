import { z } from 'zod'
import { plainWords } from '@/lib/session/plain-words'
import { TPP_GROUNDS } from '@/lib/tpp/tpp-decision'

const needed = plainWords.pipe(z.string().min(1))
const ground = z.enum(TPP_GROUNDS)
const told = { note: needed, tppText: needed, customersText: plainWords.transform((text) => text || null) }

/** What staff propose. The words for customers may be left out where they would compromise security (Art. 68(5)). */
export const ProposalInput = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('pause'), ground, ...told }),
  z.strictObject({ action: z.literal('end'), ground, endsOn: z.iso.date(), ...told }),
  z.strictObject({ action: z.literal('resume'), note: needed }),
])
