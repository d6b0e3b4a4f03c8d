import 'server-only'
import { and, eq, gt } from 'drizzle-orm'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { staff } from '@/db/schema/staff'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import { type AuditFilter, readAuditFilter, toAuditQuery } from './audit-filter'
import { mayAudit, type Place, readTrail, type TrailRow } from './read-trail'

const BATCH = 1_000
const OPEN_MINUTES = 15
const MINUTE_MILLIS = 60_000

/** Notes that somebody takes rows of the trail with them, and which; nothing leaves without it. */
export async function startExport({
  staffId,
  filter,
  requestId,
  now,
}: StartExport): Promise<{ exportId: string }> {
  const { eventId } = await database().transaction((tx) =>
    recordEvent(tx, {
      at: now,
      type: 'audit.exported',
      actor: `staff:${staffId}`,
      subject: `staff:${staffId}`,
      requestId,
      detail: { ...toAuditQuery(filter) },
    }),
  )
  return { exportId: eventId }
}

/**
 * An export that was noted, as lines of JSON: what was asked for, each row, and last how many there were, without which a file
 * is not whole. What came after it was noted is not in it. For who noted it, for fifteen minutes, and row by row only while
 * they may audit. Throws `resource_unknown`.
 */
export async function streamExport({
  staffId,
  exportId,
  now,
}: StreamExport): Promise<ReadableStream<Uint8Array>> {
  const [noted] = await database()
    .select({ detail: auditEvents.detail, at: auditEvents.at })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.id, exportId),
        eq(auditEvents.type, 'audit.exported'),
        eq(auditEvents.actor, `staff:${staffId}`),
        gt(auditEvents.at, new Date(now.getTime() - OPEN_MINUTES * MINUTE_MILLIS)),
        mayAudit(staffId),
      ),
    )
  if (!noted) throw new Refusal('resource_unknown')
  const filter = readAuditFilter(noted.detail)
  const head = { export: exportId, at: noted.at, by: `staff:${staffId}`, filter: noted.detail }
  const lines = linesOf({ head, staffId, filter, before: { at: noted.at.toISOString(), id: exportId } })
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await lines.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await lines.return(undefined)
    },
  })
}

async function* linesOf({ head, staffId, filter, before }: LinesOf): AsyncGenerator<Uint8Array> {
  yield toLines([head])
  let place: Place | null = before
  let events = 0
  while (place !== null) {
    const rows: TrailRow[] = await readTrail({ staffId, filter, before: place, most: BATCH })
    if (rows.length > 0) yield toLines(rows.map(({ place: _place, ...row }) => row))
    events += rows.length
    place = rows.length < BATCH ? null : (rows.at(-1)?.place ?? null)
  }
  // Somebody whose role was taken away reads an end of the trail that is none.
  if (!(await stillMay(staffId))) throw new Refusal('staff_role_missing')
  yield toLines([{ complete: true, events }])
}

async function stillMay(staffId: string): Promise<boolean> {
  const rows = await database()
    .select({ id: staff.id })
    .from(staff)
    .where(and(eq(staff.id, staffId), mayAudit(staffId)))
  return rows.length > 0
}

function toLines(values: readonly object[]): Uint8Array {
  return Buffer.from(values.map((value) => `${JSON.stringify(value)}\n`).join(''))
}

type StartExport = { staffId: string; filter: AuditFilter; requestId: string | null; now: Date }
type StreamExport = { staffId: string; exportId: string; now: Date }
type LinesOf = { head: object; staffId: string; filter: AuditFilter; before: Place }
