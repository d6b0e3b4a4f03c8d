import 'server-only'
import { and, eq, or, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { tppDecisions } from '@/db/schema/tpp-decisions'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import { holdsRole } from './holds-role'

/**
 * Says no to an open proposal: whoever made it takes it back, anybody else who may approve declines it. Throws
 * `resource_unknown`, `already_decided`, or `staff_role_missing` for whoever is neither.
 */
export async function dropProposal({
  decisionId,
  tppId,
  staffId,
  requestId,
  now,
}: DropProposal): Promise<void> {
  await database().transaction(async (tx) => {
    const own = and(eq(tppDecisions.id, decisionId), eq(tppDecisions.tppId, tppId))
    const [dropped] = await tx
      .update(tppDecisions)
      .set({
        state: sql`case when ${tppDecisions.requestedBy} = ${staffId} then 'withdrawn' else 'declined' end`,
        decidedBy: staffId,
        decidedAt: now,
      })
      .where(
        and(
          own,
          eq(tppDecisions.state, 'proposed'),
          or(eq(tppDecisions.requestedBy, staffId), holdsRole('approve', staffId)),
        ),
      )
      .returning({ state: tppDecisions.state })
    if (!dropped) {
      const [known] = await tx.select({ state: tppDecisions.state }).from(tppDecisions).where(own)
      if (!known) throw new Refusal('resource_unknown')
      throw new Refusal(known.state === 'proposed' ? 'staff_role_missing' : 'already_decided')
    }
    await recordEvent(tx, {
      at: now,
      type: dropped.state === 'withdrawn' ? 'tpp.decision-withdrawn' : 'tpp.decision-declined',
      actor: `staff:${staffId}`,
      subject: `tpp:${tppId}`,
      tppId,
      requestId,
      detail: { decisionId },
    })
  })
}

type DropProposal = {
  decisionId: string
  tppId: string
  staffId: string
  requestId: string | null
  now: Date
}
