import 'server-only'
import { asc, count, desc, eq, max, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { staff, staffPasskeys, staffSessions } from '@/db/schema/staff'
import { bankKey } from '@/lib/vault/vault'
import type { StaffRole } from './roles'

/** Who works here: what they may do, how many passkeys they have, and when they last signed in. Those who left stand last. */
export async function findTeam(): Promise<TeamMember[]> {
  const db = database()
  const passkeys = db
    .select({ holderId: staffPasskeys.holderId, many: count().as('many') })
    .from(staffPasskeys)
    .groupBy(staffPasskeys.holderId)
    .as('passkeys')
  const sessions = db
    .select({ holderId: staffSessions.holderId, last: max(staffSessions.authenticatedAt).as('last') })
    .from(staffSessions)
    .groupBy(staffSessions.holderId)
    .as('sessions')
  const rows = await db
    .select({
      colleague: staff,
      passkeys: sql<number>`coalesce(${passkeys.many}, 0)::int`,
      last: sessions.last,
    })
    .from(staff)
    .leftJoin(passkeys, eq(passkeys.holderId, staff.id))
    .leftJoin(sessions, eq(sessions.holderId, staff.id))
    .orderBy(desc(sql`${staff.status} = 'active'`), asc(staff.createdAt), asc(staff.id))
  const key = await bankKey()
  return rows.map(({ colleague, passkeys, last }) => ({
    id: colleague.id,
    name: key.open<string>('staff.name', colleague.sealedName),
    roles: colleague.roles,
    blocked: colleague.status === 'blocked',
    passkeys,
    lastSignIn: last,
  }))
}

export type TeamMember = {
  id: string
  name: string
  roles: readonly StaffRole[]
  blocked: boolean
  passkeys: number
  lastSignIn: Date | null
}
