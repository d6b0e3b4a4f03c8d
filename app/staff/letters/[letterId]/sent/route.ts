import { z } from 'zod'
import { Refusal } from '@/lib/errors'
import { staffForm } from '@/lib/session/staff-form'
import { sendLetter } from '@/lib/staff/draft-letter'
import { isUuid } from '@/lib/uuid'

const Sent = z.strictObject({ sealed: z.string().min(1).max(2_000), typed: z.string().max(10) })

/** Says that a letter was sent: from now on its code counts. */
export const POST = staffForm(
  'letters.send',
  Sent,
  async ({ input, params: { letterId = '' }, colleague: { staffId }, requestId, now }) => {
    if (!isUuid(letterId)) throw new Refusal('resource_unknown')
    await sendLetter({ ...input, letterId, staffId, requestId, now })
    return '/staff/letters?sent'
  },
  { page: '/staff/letters' },
)
