import 'server-only'
import { and, eq, gt, sql } from 'drizzle-orm'
import { v4 as randomId } from 'uuid'
import { database } from '@/db/connection'
import { erasureBookings, erasures } from '@/db/schema/erasures'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { Refusal } from '@/lib/errors'
import { requireSettledSession } from '@/lib/psu/cool-down'
import { lockPsu } from '@/lib/psu/lock-psu'
import { isRecentAuthentication } from '@/lib/sca/recent-authentication'
import { erasurePlan, type PlannedErasure, ruleFor } from './erasure-plan'
import { ERASURE_RULES } from './erasure-rules'

const A_DAY_MAX = 3

/**
 * A customer asks the bank itself to erase what it holds (GDPR Art. 17): what nothing demands to keep is gone with the commit,
 * and of the rest it is booked under which rule it stays and until when. Asking again erases what has become free since. What
 * is erased does not come back when the customer says that it was not them: only just after the passkey was used
 * (`session_ended`), not in a session that a recovery has just opened (`cooling_down`), and three times a day
 * (`too_many_requests`).
 */
export async function requestErasure({
  psuId,
  sessionId,
  authenticatedAt,
  requestId,
}: RequestErasure): Promise<RequestedErasure> {
  return database().transaction(async (tx) => {
    const at = await now(tx)
    if (!isRecentAuthentication(authenticatedAt, at)) throw new Refusal('session_ended')
    await requireSettledSession(tx, { sessionId, now: at })
    await lockPsu(tx, psuId)
    const lately = gt(erasures.requestedAt, sql`placet_now() - interval '1 day'`)
    const today = await tx.$count(erasures, and(eq(erasures.psuId, psuId), lately))
    if (today >= A_DAY_MAX) throw new Refusal('too_many_requests')
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

type RequestErasure = {
  psuId: string
  sessionId: string
  authenticatedAt: Date
  requestId: string | null
}
export type RequestedErasure = { erasureId: string; plan: PlannedErasure[] }
