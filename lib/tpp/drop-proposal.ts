import 'server-only'
import { and, eq, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { tppDecisions } from '@/db/schema/tpp-decisions'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'

/**
 * Says no to an open proposal: whoever made it takes it back, anybody else who may approve declines it. Throws
 * `resource_unknown` or `already_decided`.
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
      .where(and(own, eq(tppDecisions.state, 'proposed')))
      .returning({ state: tppDecisions.state })
    if (!dropped) {
      const known = await tx.select({ id: tppDecisions.id }).from(tppDecisions).where(own)
      throw new Refusal(known.length > 0 ? 'already_decided' : 'resource_unknown')
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
