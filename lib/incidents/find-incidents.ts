import 'server-only'
import { desc, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { incidents } from '@/db/schema/incidents'
import { tpps } from '@/db/schema/tpps'
import { BANK, type IncidentRule } from './incident-rules'

/** What is open, the newest first, or what was closed lately. */
export async function findIncidents({ open, limit }: FindIncidents): Promise<Incident[]> {
  const rows = await database()
    .select()
    .from(incidents)
    .where(open ? isNull(incidents.closedAt) : isNotNull(incidents.closedAt))
    .orderBy(desc(incidents.openedAt), desc(incidents.id))
    .limit(limit)
  const names = await namesOf(rows.map(({ about }) => about).filter((about) => about !== BANK))
  return rows.map(({ about, ...row }) => ({
    ...row,
    tpp: about === BANK ? null : { id: about, name: names.get(about) ?? about },
  }))
}

/** How many are open. */
export const countOpenIncidents = () => database().$count(incidents, isNull(incidents.closedAt))

async function namesOf(ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await database()
    .select({ id: tpps.id, name: sql<string>`coalesce(${applications.brand}, ${tpps.legalName})` })
    .from(tpps)
    .leftJoin(applications, sql`${applications.clientId} = ${tpps.id}`)
    .where(inArray(tpps.id, [...ids]))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

type FindIncidents = { open: boolean; limit: number }

/** `tpp` null: it is the bank's own. It lasted until `lastSeenAt`, and was closed when that was long enough ago. */
export type Incident = {
  id: string
  rule: IncidentRule
  tpp: { id: string; name: string } | null
  openedAt: Date
  lastSeenAt: Date
  closedAt: Date | null
}
