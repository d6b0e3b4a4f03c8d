import 'server-only'
import { asc, count, desc, eq, ne } from 'drizzle-orm'
import { database } from '@/db/connection'
import { barrierReports } from '@/db/schema/barrier-reports'
import { bankKey } from '@/lib/vault/vault'
import type { BarrierReport } from './barrier-report'

/** What waits for staff, the oldest first. */
export async function findNewBarriers(limit: number): Promise<BarrierReport[]> {
  const rows = await database()
    .select()
    .from(barrierReports)
    .where(eq(barrierReports.state, 'new'))
    .orderBy(asc(barrierReports.reportedAt))
    .limit(limit)
  return opened(rows)
}

/** What was closed, the newest first. */
export async function findClosedBarriers(limit: number): Promise<BarrierReport[]> {
  const rows = await database()
    .select()
    .from(barrierReports)
    .where(ne(barrierReports.state, 'new'))
    .orderBy(desc(barrierReports.closedAt))
    .limit(limit)
  return opened(rows)
}

/** How many wait for staff. */
export async function countNewBarriers(): Promise<number> {
  const [waiting] = await database()
    .select({ reports: count() })
    .from(barrierReports)
    .where(eq(barrierReports.state, 'new'))
  return waiting?.reports ?? 0
}

async function opened(rows: (typeof barrierReports.$inferSelect)[]): Promise<BarrierReport[]> {
  const key = await bankKey()
  const open = (column: string, sealed: Buffer | null) =>
    sealed && key.open<string>(`barrier_reports.${column}`, sealed)
  return rows.map((row) => ({
    id: row.id,
    state: row.state,
    language: row.language,
    text: key.open<string>('barrier_reports.text', row.sealedText),
    place: open('place', row.sealedPlace),
    address: open('address', row.sealedAddress),
    reportedAt: row.reportedAt,
    closedAt: row.closedAt,
    note: open('note', row.sealedNote),
  }))
}
