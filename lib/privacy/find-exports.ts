import 'server-only'
import { and, desc, eq, gt, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { exports } from '@/db/schema/exports'

/** The copies that a customer has asked for and that have not run out, newest first. */
export async function findExports(psuId: string): Promise<FoundExport[]> {
  return database()
    .select({
      id: exports.id,
      state: exports.state,
      tablesDone: exports.tablesDone,
      tablesTotal: exports.tablesTotal,
      bytes: exports.bytes,
      requestedAt: exports.requestedAt,
      endsAt: exports.endsAt,
    })
    .from(exports)
    .where(and(eq(exports.psuId, psuId), gt(exports.endsAt, sql`placet_now()`)))
    .orderBy(desc(exports.requestedAt))
}

export type FoundExport = Pick<
  typeof exports.$inferSelect,
  'id' | 'state' | 'tablesDone' | 'tablesTotal' | 'bytes' | 'requestedAt' | 'endsAt'
>
