import 'server-only'
import { sql } from 'drizzle-orm'
import { v4 as randomId } from 'uuid'
import { database } from '@/db/connection'
import { erasureBookings, erasures } from '@/db/schema/erasures'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { requireSettledSession } from '@/lib/psu/cool-down'
import { erasurePlan, type PlannedErasure, ruleFor } from './erasure-plan'
import { ERASURE_RULES } from './erasure-rules'

/**
 * A customer asks the bank itself to erase what it holds (GDPR Art. 17): what nothing demands to keep is gone with the commit,
 * and of the rest it is booked under which rule it stays and until when. Asking again erases what has become free since. Throws `cooling_down` in
 * a session that a recovery has just opened: what is erased does not come back when the customer says that it was not them.
 */
export async function requestErasure({
  psuId,
  sessionId,
  requestId,
}: RequestErasure): Promise<RequestedErasure> {
  return database().transaction(async (tx) => {
    const at = await now(tx)
    await requireSettledSession(tx, { sessionId, now: at })
    const plan = await erasurePlan(psuId, tx)
    for (const { table, now: rows } of plan) {
      const rule = ERASURE_RULES[table]?.now
      if (!rule || rows === 0) continue
      await tx.execute(sql`delete from ${sql.identifier(table)} where ${ruleFor(rule, table, psuId)}`)
    }
    const erasureId = randomId()
    await tx.insert(erasures).values({ id: erasureId, psuId, requestedAt: at })
    const bookings = plan.map(({ table, now: erased, stays, rule, until }) => ({
      erasureId,
      tableName: table,
      erased,
      kept: stays,
      rule,
      until,
    }))
    if (bookings.length > 0) await tx.insert(erasureBookings).values(bookings)
    await recordEvent(tx, {
      at,
      type: 'erasure.requested',
      actor: `psu:${psuId}`,
      subject: `psu:${psuId}`,
      psuId,
      requestId,
      detail: { erasureId },
    })
    return { erasureId, plan }
  })
}

type RequestErasure = { psuId: string; sessionId: string; requestId: string | null }
export type RequestedErasure = { erasureId: string; plan: PlannedErasure[] }
