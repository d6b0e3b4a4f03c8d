import 'server-only'
import { and, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { removals } from '@/db/schema/removals'
import type { EventType } from '@/lib/audit/event-catalogue'
import { recordEvent } from '@/lib/audit/record-event'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { OPEN_STATES } from './removal'

const ROWS_AT_ONCE = 500
const open = inArray(removals.state, [...OPEN_STATES])

/**
 * Writes down what the clock and the sender have decided about open requests, each once, whoever else looks at the same moment:
 * a message that was given up becomes a letter; a week before the last day, and a week after a letter was written and not sent,
 * the customer is reminded; a last day that is over is overdue.
 */
export async function remindRemovals(): Promise<void> {
  const at = await now()
  const today = bankDay(at, brand.timeZone)
  const steps: readonly Step[] = [
    {
      type: 'removal.undelivered',
      which: and(
        eq(removals.state, 'passed-on'),
        eq(removals.channel, 'message'),
        sql`exists (select from deliveries d where d.removal_id = ${removals.id} and d.state = 'dead')`,
      ),
      set: { state: 'asked', channel: 'letter', passedOnAt: null, undeliveredAt: at },
    },
    {
      type: 'removal.reminded',
      which: and(
        open,
        isNull(removals.remindedAt),
        or(
          sql`${removals.dueOn} - 7 <= ${today}::date`,
          and(
            eq(removals.channel, 'letter'),
            eq(removals.state, 'asked'),
            sql`coalesce(${removals.undeliveredAt}, ${removals.askedAt}) < placet_now() - interval '7 days'`,
          ),
        ),
      ),
      set: { remindedAt: at },
    },
    {
      type: 'removal.overdue',
      which: and(open, isNull(removals.overdueAt), sql`${removals.dueOn} < ${today}::date`),
      set: { overdueAt: at },
    },
  ]
  for (const step of steps) while ((await take(step, at)) === ROWS_AT_ONCE);
}

/** Another worker's rows are passed over: whoever holds them tells of them. */
async function take({ type, which, set }: Step, at: Date): Promise<number> {
  return database().transaction(async (tx) => {
    const due = await tx
      .select({ id: removals.id })
      .from(removals)
      .where(which)
      .limit(ROWS_AT_ONCE)
      .for('update', { skipLocked: true })
    const ids = due.map(({ id }) => id)
    if (ids.length === 0) return 0
    const rows = await tx.update(removals).set(set).where(inArray(removals.id, ids)).returning()
    for (const { id: removalId, psuId, tppId, consentId, dueOn, channel } of rows)
      await recordEvent(tx, {
        at,
        type,
        actor: 'system',
        subject: `consent:${consentId}`,
        psuId,
        tppId,
        consentId,
        detail: { removalId, dueOn, channel },
      })
    return rows.length
  })
}

type Step = { type: EventType; which: SQL | undefined; set: Partial<typeof removals.$inferInsert> }
