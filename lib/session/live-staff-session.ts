import 'server-only'
import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { staff, staffSessions } from '@/db/schema/staff'
import type { StaffRole } from '@/lib/staff/roles'
import { bankKey } from '@/lib/vault/vault'
import { isLiveSession, type Lifetime } from './realm-session'

// Our own rule: the five minutes of RTS Art. 4(3)(d) are for a customer's payment account. Staff read and write reasons at a
// desk, where five would cost a half-written proposal; nobody signs in for longer than one working day.
export const STAFF_LIFETIME: Lifetime = { idle: sql`interval '15 minutes'`, whole: sql`interval '8 hours'` }

/** The live session of a token, and fifteen more minutes for it: one UPDATE, so no session is found dead and used. */
export async function touchStaffSession(token: string): Promise<SignedInColleague | null> {
  const [row] = await database()
    .update(staffSessions)
    .set({ lastSeenAt: sql`placet_now()` })
    .from(staff)
    .where(isLiveOf(token))
    .returning({ session: getTableColumns(staffSessions), colleague: getTableColumns(staff) })
  return row ? toColleague(row) : null
}

/** The same without making it live longer. */
export async function peekStaffSession(token: string): Promise<SignedInColleague | null> {
  const [row] = await database()
    .select({ session: staffSessions, colleague: staff })
    .from(staffSessions)
    .innerJoin(staff, eq(staff.id, staffSessions.holderId))
    .where(isLiveOf(token))
  return row ? toColleague(row) : null
}

const isLiveOf = (token: string) =>
  and(
    isLiveSession(staffSessions, token, STAFF_LIFETIME),
    eq(staff.id, staffSessions.holderId),
    eq(staff.status, 'active'),
  )

async function toColleague({ session, colleague }: Row): Promise<SignedInColleague> {
  return {
    staffId: colleague.id,
    name: (await bankKey()).open<string>('staff.name', colleague.sealedName),
    roles: colleague.roles,
    sessionId: session.id,
    credentialId: session.credentialId,
    authenticatedAt: session.authenticatedAt,
  }
}

type Row = { session: typeof staffSessions.$inferSelect; colleague: typeof staff.$inferSelect }

export type SignedInColleague = {
  staffId: string
  name: string
  roles: readonly StaffRole[]
  sessionId: string
  credentialId: string
  authenticatedAt: Date
}
