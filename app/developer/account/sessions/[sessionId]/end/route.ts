import { z } from 'zod'
import { endOtherDeveloperSession } from '@/lib/session/developer'
import { developerForm } from '@/lib/session/developer-form'

/** Signs this developer out in another browser of theirs. */
export const POST = developerForm(
  z.strictObject({}),
  async ({ developer: { developerId }, params: { sessionId = '' }, requestId, now }) => {
    await endOtherDeveloperSession({ developerId, sessionId, requestId, now })
    return '/developer/account?done=ended'
  },
  { page: '/developer/account' },
)
