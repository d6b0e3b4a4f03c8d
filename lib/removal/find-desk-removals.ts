import 'server-only'
import { and, desc, eq, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { consents } from '@/db/schema/consents'
import { removals } from '@/db/schema/removals'
import { tpps } from '@/db/schema/tpps'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { consentReference } from '@/lib/consent/consent'
import { isOverdue, type RemovalChannel, type RemovalState, removalReference } from './removal'

const ROWS_MAX = 200

/**
 * Every open request and the newest answered ones, for the desk that follows them: overdue first, the longest overdue at the
 * top, then by the day an answer is due. No customer is named; who it is about is found by the permission's reference.
 */
export async function findDeskRemovals({ now }: { now: Date }): Promise<DeskRemoval[]> {
  const open = sql`${removals.state} in ('asked', 'passed-on', 'received')`
  const rows = await database()
    .select({
      removal: removals,
      brand: sql<string>`coalesce(${applications.brand}, ${tpps.legalName})`,
    })
    .from(removals)
    .innerJoin(consents, eq(consents.id, removals.consentId))
    .innerJoin(tpps, eq(tpps.id, removals.tppId))
    .leftJoin(applications, and(eq(applications.clientId, consents.clientId)))
    .orderBy(
      desc(open),
      sql`case when ${open} then ${removals.dueOn} end asc nulls last`,
      desc(removals.askedAt),
    )
    .limit(ROWS_MAX)
  const today = bankDay(now, brand.timeZone)
  return rows.map(({ removal, brand: name }) => ({
    id: removal.id,
    reference: removalReference(removal.id),
    permission: consentReference(removal.consentId),
    tpp: { id: removal.tppId, brand: name },
    state: removal.state,
    channel: removal.channel,
    overdue: isOverdue(removal, today),
    dueOn: removal.dueOn,
    askedAt: removal.askedAt.toISOString(),
    undelivered: removal.undeliveredAt !== null && removal.state === 'asked',
  }))
}

/** What a desk sees of one: no customer, no reason. */
export type DeskRemoval = {
  id: string
  reference: string
  permission: string
  tpp: { id: string; brand: string }
  state: RemovalState
  channel: RemovalChannel
  overdue: boolean
  dueOn: string | null
  askedAt: string
  /** The message could not be delivered, and the customer has not sent the letter yet. */
  undelivered: boolean
}
