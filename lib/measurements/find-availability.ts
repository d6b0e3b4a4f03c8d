import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'

/**
 * Of the calls of third parties in the last days, how many there were and how many failed by the bank's own fault. What nobody
 * called is not measured and not counted as good. `since`: the first hour that was measured, null where none was.
 */
export async function findAvailability(days: number): Promise<Availability> {
  const { rows } = await database().execute<{ calls: string; faults: string; since: Date | null }>(sql`
    select coalesce(sum(calls), 0) as calls, coalesce(sum(faults), 0) as faults, min(hour) as since from interface_hours
    where hour > placet_now() - make_interval(days => ${days})`)
  const [row] = rows
  return {
    days,
    calls: Number(row?.calls ?? 0),
    faults: Number(row?.faults ?? 0),
    since: row?.since ? new Date(row.since) : null,
  }
}

/** Cut off and never rounded up, so that one call that failed is no hundred per cent; null where nothing was measured. */
export const percentAnswered = ({ calls, faults }: Pick<Availability, 'calls' | 'faults'>): number | null =>
  calls === 0 ? null : Math.floor(((calls - faults) / calls) * 10_000) / 100

export type Availability = { days: number; calls: number; faults: number; since: Date | null }
