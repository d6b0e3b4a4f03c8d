import { z } from 'zod'
import { findColleagueHere } from '@/lib/session/colleague'
import { endStaffSession } from '@/lib/session/start-staff-session'
import { visitorForm } from '@/lib/session/visitor-form'

/** Ends the session on the server. One that has ended already is no fault. */
export const POST = visitorForm(
  z.strictObject({ where: z.enum(['here', 'everywhere']).default('here') }),
  async ({ input: { where }, requestId, now }) => {
    const colleague = await findColleagueHere()
    if (colleague) {
      const { staffId, sessionId } = colleague
      await endStaffSession({ staffId, sessionId, where, requestId, now })
    }
    return `/staff/sign-in?out=${where}`
  },
)
