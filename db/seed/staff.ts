import 'server-only'
import { addColleague, hasPasskey } from '@/lib/staff/add-colleague'
import type { StaffRole } from '@/lib/staff/roles'
import { issueStaffActivation } from '@/lib/staff/staff-activation'
import { seedId } from './seed-id'

/** The sandbox's staff: two, because no decision about a third party is one person's. Neither exists. */
export const STAFF = {
  operator: colleague('operator', 'Ulla Friis', 'Operator: proposes', ['read', 'operate']),
  approver: colleague('approver', 'Jens Holt', 'Approver: the second pair of eyes', [
    'read',
    'approve',
    'audit',
  ]),
} satisfies Record<string, SeedColleague>

/** Takes them in, once, and gives whoever has no passkey yet a fresh code. */
export async function seedStaff({ now }: { now: Date }): Promise<SeededColleague[]> {
  const seeded: SeededColleague[] = []
  for (const { id, name, purpose, roles } of Object.values<SeedColleague>(STAFF)) {
    await addColleague({ id, name, roles, now })
    const issued = (await hasPasskey(id))
      ? null
      : await issueStaffActivation({ staffId: id, actor: 'system', now })
    seeded.push({ name, purpose, activationCode: issued?.code ?? null })
  }
  return seeded
}

function colleague(key: string, name: string, purpose: string, roles: StaffRole[]): SeedColleague {
  return { id: seedId(`staff:${key}`), name, purpose, roles }
}

export type SeededColleague = { name: string; purpose: string; activationCode: string | null }
type SeedColleague = { id: string; name: string; purpose: string; roles: StaffRole[] }
