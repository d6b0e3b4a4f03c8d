import type { STAFF_ROLES } from '@/db/schema/staff'

export type StaffRole = (typeof STAFF_ROLES)[number]

const ROLES = ['read', 'operate', 'approve', 'audit'] as const satisfies readonly StaffRole[]

/** Whether a word names a role. */
export const isStaffRole = (word: string): word is StaffRole => ROLES.some((role) => role === word)

/** What staff may do, and any one of which roles is enough for it. What is not named here nobody may do. */
const NEEDS = {
  'third-parties.see': ['read', 'operate', 'approve', 'audit'],
  'third-parties.propose': ['operate'],
  'third-parties.note': ['operate'],
  'third-parties.decide': ['approve'],
  'reports.fetch': ['operate', 'approve', 'audit'],
  'permissions.find': ['read', 'operate', 'approve', 'audit'],
  'permissions.open': ['operate', 'approve'],
  'incidents.see': ['read', 'operate', 'approve', 'audit'],
  'audit.see': ['audit'],
  'team.see': ['approve', 'audit'],
  'own.keys': ['read', 'operate', 'approve', 'audit'],
  'cases.make': ['operate', 'approve'],
  'permissions.stop': ['operate'],
  'payments.cancel': ['operate'],
  'customers.protect': ['operate'],
  'mail.see': ['read', 'operate', 'approve', 'audit'],
  'mail.send': ['operate'],
  'removals.see': ['operate'],
  'privacy.answer': ['operate'],
  'barriers.close': ['operate'],
  'letters.send': ['operate'],
} as const satisfies Record<string, readonly StaffRole[]>

/** Whether somebody with these roles may do this. */
export function mayDo(roles: readonly StaffRole[], action: StaffAction): boolean {
  return NEEDS[action].some((role) => roles.includes(role))
}

export type StaffAction = keyof typeof NEEDS
