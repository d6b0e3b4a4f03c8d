import { z } from 'zod'
import { DEVELOPER_REALM } from '@/lib/developers/developer-realm'
import { nameInDevice } from '@/lib/developers/sign-up'
import { startRealmEnrolment } from '@/lib/sca/enrol-in-realm'
import { ceremony } from '@/lib/session/ceremony'
import { recentDeveloper } from '../recent-developer'

/** Options for one more passkey of this session's developer. */
export const POST = ceremony(z.strictObject({ fields: z.strictObject({}) }), async ({ now }) => {
  const { developerId: holderId, sessionId, legalName } = await recentDeveloper(now)
  return startRealmEnrolment(DEVELOPER_REALM, { holderId, sessionId, name: nameInDevice(legalName), now })
})
