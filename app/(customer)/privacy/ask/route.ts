import { z } from 'zod'
import { askPrivacy } from '@/lib/privacy/ask-privacy'
import { PRIVACY_KINDS } from '@/lib/privacy/privacy-request'
import { customerForm } from '@/lib/session/customer-form'

/** The customer's own words, several lines of them; nothing that a reader could not see. */
const Ask = z.strictObject({
  kind: z.enum(PRIVACY_KINDS),
  text: z
    .string()
    .transform((text) => text.normalize('NFKC').replace(/\r\n?/g, '\n').trim())
    .pipe(
      z
        .string()
        .min(5)
        .max(1000)
        .regex(/^[^\p{C}]*(\n[^\p{C}]*)*$/u),
    ),
})

/** Says what is wrong, or objects. A public endpoint: the wrapper checks session and origin. */
export const POST = customerForm(
  Ask,
  async ({ customer: { psuId, sessionId }, input, requestId }) => {
    const { id } = await askPrivacy({ psuId, sessionId, ...input, requestId })
    return `/privacy?sent=${id}`
  },
  { page: '/privacy' },
)
