import { type SQL, sql } from 'drizzle-orm'
import { staff } from '@/db/schema/staff'

/** That a colleague works here and has the role, as a part of the statement that acts: it holds at that very moment. */
export const holdsRole = (role: 'operate' | 'approve', staffId: string): SQL =>
  sql`exists (select from ${staff} s where s.id = ${staffId} and s.status = 'active' and ${role} = any(s.roles))`
