import { z } from 'zod'
import { endDeveloperSession, findDeveloperHere } from '@/lib/session/developer'
import { visitorForm } from '@/lib/session/visitor-form'

/** Ends the session on the server. One that has ended already is no fault. */
export const POST = visitorForm(
  z.strictObject({ where: z.enum(['here', 'everywhere']).default('here') }),
  async ({ input: { where }, requestId, now }) => {
    const developer = await findDeveloperHere()
    if (developer) {
      const { developerId, sessionId } = developer
      await endDeveloperSession({ developerId, sessionId, where, requestId, now })
    }
    return '/developer/sign-in'
  },
)
