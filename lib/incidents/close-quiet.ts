import 'server-only'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { incidents } from '@/db/schema/incidents'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { BANK, type IncidentRule, RULES } from './incident-rules'

/** Closes what no sign was seen of for the time of its rule. */
export async function closeQuiet(): Promise<void> {
  for (const [rule, { quietMinutes }] of Object.entries(RULES))
    await database().transaction(async (tx) => {
      const at = await now(tx)
      const closed = await tx
        .update(incidents)
        .set({ closedAt: at })
        .where(
          and(
            eq(incidents.rule, rule as IncidentRule),
            isNull(incidents.closedAt),
            sql`last_seen_at < placet_now() - make_interval(mins => ${quietMinutes})`,
          ),
        )
        .returning({ id: incidents.id, about: incidents.about })
      for (const { id, about } of closed)
        await recordEvent(tx, {
          at,
          type: 'incident.closed',
          actor: 'system',
          subject: `incident:${id}`,
          ...(about === BANK ? {} : { tppId: about }),
          detail: { rule },
        })
    })
}
