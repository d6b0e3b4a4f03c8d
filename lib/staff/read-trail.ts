import 'server-only'
import { and, desc, eq, getTableColumns, gte, lt, type SQL, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { actorKind, auditEvents } from '@/db/schema/audit'
import { staff } from '@/db/schema/staff'
import { addDays, endOfDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import type { AuditFilter } from './audit-filter'
import { findAuditObject } from './find-audit-object'
import { maskDetail, maskParty } from './mask-party'

/**
 * A stretch of the trail, newest first, before a place in it: by time and id, so that rows which come meanwhile move nothing.
 * Only for a colleague who may audit, which the statement itself asks; ids of persons are masked and sealed fields stay
 * sealed. Each question is answered by one index, whose order is that of the trail.
 */
export async function readTrail({ staffId, filter, before, most }: ReadTrail): Promise<TrailRow[]> {
  const object = filter.ref === '' ? undefined : await findAuditObject(filter.ref)
  if (object === null) return []
  const { from, to, type, actor } = filter
  return rowsWhere({
    staffId,
    most,
    where: [
      object,
      type === null ? undefined : eq(auditEvents.type, type),
      actor === null ? undefined : byActor(actor),
      from === null ? undefined : gte(auditEvents.at, startOf(from)),
      to === null ? undefined : lt(auditEvents.at, endOfDay(to, brand.timeZone)),
      before === null
        ? undefined
        : sql`(${auditEvents.at}, ${auditEvents.id}) < (${before.at}::timestamptz, ${before.id}::uuid)`,
    ],
  })
}

/** One row of the trail by its id, for a colleague who may audit; null where there is none, or for anybody else. */
export async function readEvent({ staffId, eventId }: ReadEvent): Promise<TrailRow | null> {
  const [row] = await rowsWhere({ staffId, most: 1, where: [eq(auditEvents.id, eventId)] })
  return row ?? null
}

async function rowsWhere({ staffId, where, most }: RowsWhere): Promise<TrailRow[]> {
  const { sealedDetail, writtenIn: _transaction, ...columns } = getTableColumns(auditEvents)
  const rows = await database()
    .select({ ...columns, place: PLACE, sealed: sql<boolean>`${sealedDetail} is not null` })
    .from(auditEvents)
    .where(and(...where, mayAudit(staffId)))
    .orderBy(desc(auditEvents.at), desc(auditEvents.id))
    .limit(most)
  return rows.map(({ psuId: _person, place, ...row }) => ({
    ...row,
    place: { at: place, id: row.id },
    actor: maskParty(row.actor),
    subject: maskParty(row.subject),
    detail: maskDetail(row.detail),
  }))
}

/** Asked by the statement that reads, so that no page and no file outlives the role. */
export const mayAudit = (staffId: string) =>
  sql`exists (select from ${staff} where ${staff.id} = ${staffId} and ${staff.status} = 'active' and 'audit' = any(${staff.roles}))`

const byActor = (actor: string) =>
  actor.includes(':') ? eq(auditEvents.actor, actor) : eq(actorKind(auditEvents.actor), actor)

/** The first instant of a day of the bank. */
export const startOf = (day: string) => endOfDay(addDays(day, -1), brand.timeZone)

// To the microsecond: a Date would round, and two rows of one millisecond would be skipped or shown twice.
const PLACE = sql<string>`to_char(${auditEvents.at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** Where in the trail a row stands. */
export type Place = { at: string; id: string }

/** A row as staff may see it. `sealed`: there are personal fields that nobody is shown here. */
export type TrailRow = Omit<typeof auditEvents.$inferSelect, 'psuId' | 'sealedDetail' | 'writtenIn'> & {
  place: Place
  sealed: boolean
}

type ReadTrail = { staffId: string; filter: AuditFilter; before: Place | null; most: number }
type ReadEvent = { staffId: string; eventId: string }
type RowsWhere = { staffId: string; where: (SQL | undefined)[]; most: number }
