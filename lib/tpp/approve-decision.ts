import 'server-only'
import { and, eq, ne } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { tppDecisions } from '@/db/schema/tpp-decisions'
import { tpps } from '@/db/schema/tpps'
import { Refusal } from '@/lib/errors'
import { countAffected } from './count-affected'
import { enactDecision } from './enact-decision'
import { holdsRole } from './holds-role'

/**
 * The second pair of eyes: approves an open proposal and enacts it in the same transaction, so that the next request of the
 * third party, on every instance, finds it so. That the two are not the same person, and that this one may approve, stands
 * in the statement that approves; the table's own check says it again. Throws `resource_unknown`, `own_proposal`,
 * `already_decided`, `staff_role_missing`, or `proposal_untimely` where the third party is in another state by now.
 */
export async function approveDecision({
  decisionId,
  tppId,
  staffId,
  requestId,
  now,
}: ApproveDecision): Promise<void> {
  await database().transaction(async (tx) => {
    // The third party first, as whoever proposes does: the other way round two of them could wait for each other.
    await tx.select({ id: tpps.id }).from(tpps).where(eq(tpps.id, tppId)).for('no key update')
    const [decision] = await tx
      .update(tppDecisions)
      .set({
        state: 'approved',
        decidedBy: staffId,
        decidedAt: now,
        ...countAffected(tppId),
      })
      .where(
        and(
          eq(tppDecisions.id, decisionId),
          eq(tppDecisions.tppId, tppId),
          eq(tppDecisions.state, 'proposed'),
          ne(tppDecisions.requestedBy, staffId),
          holdsRole('approve', staffId),
        ),
      )
      .returning()
    if (!decision) throw await whyNot(tx, { decisionId, tppId, staffId })
    await enactDecision(tx, { decision, actor: `staff:${staffId}`, requestId, now })
  })
}

async function whyNot(
  tx: Transaction,
  { decisionId, tppId, staffId }: Pick<ApproveDecision, 'decisionId' | 'tppId' | 'staffId'>,
) {
  const [found] = await tx
    .select({ state: tppDecisions.state, requestedBy: tppDecisions.requestedBy })
    .from(tppDecisions)
    .where(and(eq(tppDecisions.id, decisionId), eq(tppDecisions.tppId, tppId)))
  if (!found) return new Refusal('resource_unknown')
  if (found.state !== 'proposed') return new Refusal('already_decided')
  return new Refusal(found.requestedBy === staffId ? 'own_proposal' : 'staff_role_missing')
}

export type ApproveDecision = {
  decisionId: string
  tppId: string
  staffId: string
  requestId: string | null
  now: Date
}
