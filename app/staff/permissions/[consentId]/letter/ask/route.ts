import { z } from 'zod'
import { toldWords } from '@/lib/session/plain-words'
import { staffForm } from '@/lib/session/staff-form'
import { askForLetter } from '@/lib/staff/ask-for-letter'

const Asked = z.strictObject({ psuId: z.uuid(), identity: toldWords })

/** Puts a letter to get back in on the list of those to print, for a customer who has called. */
export const POST = staffForm(
  'letters.send',
  Asked,
  async ({ input, params: { consentId = '' }, colleague: { staffId }, requestId, now }) => {
    await askForLetter({ ...input, consentId, staffId, requestId, now })
    return '/staff/letters'
  },
  { page: ({ consentId = '' }) => `/staff/permissions/${encodeURIComponent(consentId)}` },
)
