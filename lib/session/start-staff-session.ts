import 'server-only'
import { eq } from 'drizzle-orm'
import { staff, staffPasskeys, staffSessions } from '@/db/schema/staff'
import { endRealmSession, type SessionRealm, startRealmSession } from './realm-session'
import { STAFF_COOKIE } from './staff-cookie'

const REALM: SessionRealm = {
  kind: 'staff',
  sessions: staffSessions,
  passkeys: staffPasskeys,
  cookie: STAFF_COOKIE,
  holdActive: async (tx, staffId) => {
    const [held] = await tx
      .select({ status: staff.status })
      .from(staff)
      .where(eq(staff.id, staffId))
      .for('share')
    return held?.status === 'active'
  },
}

/** Opens a session for a colleague whose passkey has just been verified. Throws `sca_failed` when either is blocked. */
export const startStaffSession = ({ staffId, ...input }: StartStaffSession) =>
  startRealmSession(REALM, { holderId: staffId, ...input })

/** Signs staff out on the server: a copied cookie is dead from then on. */
export const endStaffSession = ({ staffId, ...input }: EndStaffSession) =>
  endRealmSession(REALM, { holderId: staffId, ...input })

type StartStaffSession = { staffId: string; credentialId: string; requestId: string | null; now: Date }
type EndStaffSession = { staffId: string; sessionId: string; requestId: string | null; now: Date }
