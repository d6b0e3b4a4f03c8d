import { z } from 'zod'
import { answerPrivacy } from '@/lib/privacy/answer-privacy'
import { PRIVACY_ANSWERS } from '@/lib/privacy/privacy-request'
import { toldWords } from '@/lib/session/plain-words'
import { staffForm } from '@/lib/session/staff-form'

const Answer = z.strictObject({
  id: z.uuid(),
  answer: z.enum(PRIVACY_ANSWERS),
  text: toldWords,
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
