import { z } from 'zod'
import { startRealmEnrolment } from '@/lib/sca/enrol-in-realm'
import { ceremony } from '@/lib/session/ceremony'
import { nameInDevice } from '@/lib/staff/enrol-colleague'
import { STAFF_REALM } from '@/lib/staff/staff-realm'
import { recentColleague } from '../recent-colleague'

/** Options for one more passkey of this session's colleague. */
export const POST = ceremony(z.strictObject({ fields: z.strictObject({}) }), async ({ now }) => {
  const { staffId: holderId, sessionId, name } = await recentColleague(now)
  return startRealmEnrolment(STAFF_REALM, { holderId, sessionId, name: nameInDevice(name), now })
})
