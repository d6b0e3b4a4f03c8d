import { z } from 'zod'
import { BARRIER_OUTCOMES } from '@/lib/barriers/barrier-report'
import { closeBarrier } from '@/lib/barriers/close-barrier'
import { staffForm } from '@/lib/session/staff-form'

/** Plain words: one line, nothing that a reader could not see or that turns the text around it. */
const Close = z.strictObject({
  id: z.uuid(),
  outcome: z.enum(BARRIER_OUTCOMES),
  note: z
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

/** Closes a report of a barrier, with what was found and done. */
export const POST = staffForm(
  'barriers.close',
  Close,
  async ({ input, colleague: { staffId }, requestId }) => {
    await closeBarrier({ ...input, staffId, requestId })
    return '/staff/barriers?closed'
  },
  { page: '/staff/barriers' },
)
