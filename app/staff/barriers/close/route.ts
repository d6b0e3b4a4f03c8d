import { z } from 'zod'
import { BARRIER_OUTCOMES } from '@/lib/barriers/barrier-report'
import { closeBarrier } from '@/lib/barriers/close-barrier'
import { toldWords } from '@/lib/session/plain-words'
import { staffForm } from '@/lib/session/staff-form'

const Close = z.strictObject({ id: z.uuid(), outcome: z.enum(BARRIER_OUTCOMES), note: toldWords })

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
