import 'server-only'
import { eq } from 'drizzle-orm'
import { staff, staffPasskeys, staffSessions } from '@/db/schema/staff'
import { STAFF_LIFETIME } from './live-staff-session'
import {
  endOtherRealmSession,
  endRealmSession,
  findRealmSessions,
  type SessionRealm,
  startRealmSession,
} from './realm-session'
import { STAFF_COOKIE } from './staff-cookie'

const REALM: SessionRealm = {
  kind: 'staff',
  sessions: staffSessions,
  passkeys: staffPasskeys,
  cookie: STAFF_COOKIE,
  lifetime: STAFF_LIFETIME,
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

/** Signs staff out on the server, here or everywhere: a copied cookie is dead from then on. */
export const endStaffSession = ({ staffId, ...input }: EndStaffSession) =>
  endRealmSession(REALM, { holderId: staffId, ...input })

/** Signs a colleague out in another browser of theirs. Throws `resource_unknown`. */
export const endOtherStaffSession = ({ staffId, ...input }: Omit<EndStaffSession, 'where'>) =>
  endOtherRealmSession(REALM, { holderId: staffId, ...input })

/** Where a colleague is signed in now, this browser first. */
export const findStaffSessions = ({ staffId, sessionId }: { staffId: string; sessionId: string }) =>
  findRealmSessions(REALM, { holderId: staffId, sessionId })

type StartStaffSession = {
  staffId: string
  credentialId: string
  userAgent: string | null
  requestId: string | null
  now: Date
}
type EndStaffSession = {
  staffId: string
  sessionId: string
  where: 'here' | 'everywhere'
  requestId: string | null
  now: Date
}
