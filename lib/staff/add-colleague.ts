import 'server-only'
import { eq, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { staff, staffPasskeys } from '@/db/schema/staff'
import { bankKey } from '@/lib/vault/vault'
import type { StaffRole } from './roles'

/** Takes somebody of the bank in, once; whoever is there already is left as they are. */
export async function addColleague({ id, name, roles, now }: AddColleague): Promise<void> {
  await database()
    .insert(staff)
    .values({
      id,
      sealedName: (await bankKey()).seal('staff.name', name),
      roles: [...roles],
      status: 'active',
      createdAt: now,
    })
    .onConflictDoNothing()
}

/** Shuts a colleague out at once: no session, no passkey and no link of theirs opens anything. False: nobody has this id. */
export async function blockColleague(staffId: string): Promise<boolean> {
  const blocked = await database()
    .update(staff)
    .set({ status: 'blocked' })
    .where(sql`${staff.id}::text = ${staffId}`)
    .returning({ id: staff.id })
  return blocked.length > 0
}

/** Everybody who works or worked here, by when they came. */
export async function listColleagues() {
  const rows = await database().select().from(staff).orderBy(staff.createdAt)
  const key = await bankKey()
  return rows.map(({ id, sealedName, roles, status }) => ({
    id,
    name: key.open<string>('staff.name', sealedName),
    roles,
    status,
  }))
}

/** Whether a member of staff has a passkey already. */
export async function hasPasskey(staffId: string): Promise<boolean> {
  const rows = await database()
    .select({ id: staffPasskeys.credentialId })
    .from(staffPasskeys)
    .where(eq(staffPasskeys.holderId, staffId))
    .limit(1)
  return rows.length > 0
}

type AddColleague = { id: string; name: string; roles: readonly StaffRole[]; now: Date }
