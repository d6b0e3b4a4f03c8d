import 'server-only'
import { sql } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { database } from '@/db/connection'
import { incidents } from '@/db/schema/incidents'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { BANK, type IncidentRule } from './incident-rules'

/** Opens an incident, or says of the one that is open that it still is: of all that notice it at once one opens it. */
export async function seeIncident({ rule, about }: SeeIncident): Promise<void> {
  await database().transaction(async (tx) => {
    const at = await now(tx)
    const id = newId()
    const [seen] = await tx
      .insert(incidents)
      .values({ id, rule, about, openedAt: at, lastSeenAt: at })
      .onConflictDoUpdate({
        target: [incidents.rule, incidents.about],
        targetWhere: sql`closed_at is null`,
        set: { lastSeenAt: sql`greatest(${incidents.lastSeenAt}, excluded.last_seen_at)` },
      })
      .returning({ id: incidents.id })
    if (seen?.id !== id) return
    await recordEvent(tx, {
      at,
      type: 'incident.opened',
      actor: 'system',
      subject: `incident:${id}`,
      ...(about === BANK ? {} : { tppId: about }),
      detail: { rule },
    })
  })
}

type SeeIncident = { rule: IncidentRule; about: string }
