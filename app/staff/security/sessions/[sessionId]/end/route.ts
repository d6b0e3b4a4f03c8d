import { z } from 'zod'
import { staffForm } from '@/lib/session/staff-form'
import { endOtherStaffSession } from '@/lib/session/start-staff-session'

/** Signs this colleague out in another browser of theirs. */
export const POST = staffForm(
  'own.keys',
  z.strictObject({}),
  async ({ colleague: { staffId }, params: { sessionId = '' }, requestId, now }) => {
    await endOtherStaffSession({ staffId, sessionId, requestId, now })
    return '/staff/security?done=ended'
  },
  { page: '/staff/security' },
)
