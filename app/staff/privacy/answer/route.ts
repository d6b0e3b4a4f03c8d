import { z } from 'zod'
import { answerPrivacy } from '@/lib/privacy/answer-privacy'
import { PRIVACY_ANSWERS } from '@/lib/privacy/privacy-request'
import { staffForm } from '@/lib/session/staff-form'

/** Plain words: one line, nothing that a reader could not see or that turns the text around it. */
const Answer = z.strictObject({
  id: z.uuid(),
  answer: z.enum(PRIVACY_ANSWERS),
  text: z
    .string()
    .transform((text) => text.normalize('NFKC').replace(/\s+/gu, ' ').trim())
    .pipe(
      z
        .string()
        .min(5)
        .max(400)
        .regex(/^[^\p{C}]*$/u),
    ),
})

/** Answers what a customer asked about their data; the customer reads it. */
export const POST = staffForm(
  'privacy.answer',
  Answer,
  async ({ input, colleague: { staffId }, requestId }) => {
    await answerPrivacy({ ...input, staffId, requestId })
    return '/staff/privacy?sent'
  },
  { page: '/staff/privacy' },
)
