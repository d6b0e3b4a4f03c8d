import 'server-only'
import { and, desc, eq, gte, lt, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { securityEvents } from '@/db/schema/security-events'
import { endOfDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { mayAudit, startOf } from './read-trail'

/**
 * What was turned away, newest minute first, before a place in that order. Who it was stays sealed but for third parties: of
 * an address staff see the start of its blind index, enough to tell two apart. Only for a colleague who may audit.
 */
export async function findSecurityEvents(input: FindSecurityEvents): Promise<SecurityRow[]> {
  const { staffId, rule, from, to, before, most } = input
  const { minute, rule: ofRule, source } = securityEvents
  const rows = await database()
    .select()
    .from(securityEvents)
    .where(
      and(
        rule === '' ? undefined : eq(ofRule, rule),
        from === null ? undefined : gte(minute, startOf(from)),
        to === null ? undefined : lt(minute, endOfDay(to, brand.timeZone)),
        before === null
          ? undefined
          : sql`(${minute}, ${ofRule}, ${source}) < (${before.minute}::timestamptz, ${before.rule}, decode(${before.source}, 'hex'))`,
        mayAudit(staffId),
      ),
    )
    .orderBy(desc(minute), desc(ofRule), desc(source))
    .limit(most)
  return rows.map((row) => ({
    place: { minute: row.minute.toISOString(), rule: row.rule, source: row.source.toString('hex') },
    minute: row.minute,
    rule: row.rule,
    count: row.count,
    tppId: row.tppId,
    from: row.source.toString('hex').slice(0, SHOWN_START),
    requestId: row.requestId,
  }))
}

const SHOWN_START = 8

/** Where in that order a row stands; `source` in hexadecimal. */
export type SecurityPlace = { minute: string; rule: string; source: string }

export type SecurityRow = {
  place: SecurityPlace
  minute: Date
  rule: string
  count: number
  tppId: string | null
  from: string
  requestId: string | null
}

type FindSecurityEvents = {
  staffId: string
  /** Empty for all. */
  rule: string
  from: string | null
  to: string | null
  before: SecurityPlace | null
  most: number
}
