import 'server-only'
import { eq, inArray } from 'drizzle-orm'
import { database } from '@/db/connection'
import { staff } from '@/db/schema/staff'
import { bankKey } from '@/lib/vault/vault'
import type { StaffRole } from './roles'

/** One member of staff with their name opened, or null for nobody and for one who is blocked. */
export async function findColleague(staffId: string): Promise<Colleague | null> {
  const [row] = await database().select().from(staff).where(eq(staff.id, staffId))
  if (row?.status !== 'active') return null
  return {
    id: row.id,
    name: (await bankKey()).open<string>('staff.name', row.sealedName),
    roles: row.roles,
  }
}

/** The names of staff by id, for pages of staff. */
export async function nameColleagues(ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await database()
    .select({ id: staff.id, sealedName: staff.sealedName })
    .from(staff)
    .where(inArray(staff.id, [...new Set(ids)]))
  const key = await bankKey()
  return new Map(rows.map(({ id, sealedName }) => [id, key.open<string>('staff.name', sealedName)]))
}

export type Colleague = { id: string; name: string; roles: readonly StaffRole[] }
