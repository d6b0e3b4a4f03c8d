import { z } from 'zod'
import { findColleagueHere } from '@/lib/session/colleague'
import { endStaffSession } from '@/lib/session/start-staff-session'
import { visitorForm } from '@/lib/session/visitor-form'

/** Ends the session on the server. One that has ended already is no fault. */
export const POST = visitorForm(z.strictObject({}), async ({ requestId, now }) => {
  const colleague = await findColleagueHere()
  if (colleague) {
    const { staffId, sessionId } = colleague
    await endStaffSession({ staffId, sessionId, requestId, now })
  }
  return '/staff/sign-in?out=here'
})
