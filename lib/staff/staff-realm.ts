import 'server-only'
import { staffChallenges, staffPasskeys, staffSessions } from '@/db/schema/staff'
import type { Realm } from '@/lib/sca/realm'
import { staffHandleOf } from '@/lib/sca/relying-party'
import { findColleague } from './colleague'

/** The realm of the bank's own people. */
export const STAFF_REALM: Realm = {
  kind: 'staff',
  passkeys: staffPasskeys,
  challenges: staffChallenges,
  sessions: staffSessions,
  handleOf: staffHandleOf,
  mayEnter: async (staffId) => (await findColleague(staffId)) !== null,
}
