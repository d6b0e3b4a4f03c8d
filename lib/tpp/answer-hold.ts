import 'server-only'
import { and, eq, gt, isNull, ne, or, type SQL, sql } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { registerHolds } from '@/db/schema/register-holds'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import { holdsRole } from './holds-role'

/**
 * What staff say of a snapshot that withdrew many at once: one proposes to believe or to disbelieve it, another approves or
 * declines, and who proposed may take that back. Believed, its withdrawals bind at the next look at the register, on every
 * instance; disbelieved, they never do. After its time it binds, and nothing can be said. Throws `resource_unknown`,
 * `own_proposal`, `staff_role_missing`, `already_decided`, or `proposal_untimely` where another proposal is open or none is.
 */
export async function answerHold({ holdId, answer, staffId, requestId, now, at }: AnswerHold): Promise<void> {
  await database().transaction(async (tx) => {
    const { set, where } = CHANGES[answer]
    const [changed] = await tx
      .update(registerHolds)
      .set(set(staffId, at))
      .where(
        and(
          eq(registerHolds.id, holdId),
          eq(registerHolds.state, 'held'),
          gt(registerHolds.bindsAt, at),
          where(staffId),
        ),
      )
      .returning({ state: registerHolds.state, withdrawals: registerHolds.withdrawals })
    if (!changed) throw await whyNot(tx, { holdId, answer, staffId, at })
    if (changed.state !== 'disbelieved') return
    for (const { tppId } of changed.withdrawals)
      await recordEvent(tx, {
        at: now,
        type: 'tpp.withdrawal-disbelieved',
        actor: `staff:${staffId}`,
        subject: `tpp:${tppId}`,
        tppId,
        requestId,
        detail: { holdId },
      })
  })
}

const propose = (proposal: 'believe' | 'disbelieve'): Change => ({
  set: (staffId) => ({ proposal, proposedBy: staffId }),
  where: (staffId) => and(isNull(registerHolds.proposal), holdsRole('operate', staffId)),
})

const CHANGES: Record<HoldAnswer, Change> = {
  believe: propose('believe'),
  disbelieve: propose('disbelieve'),
  approve: {
    set: (staffId, at) => ({
      state: sql`case ${registerHolds.proposal} when 'believe' then 'believed' else 'disbelieved' end`,
      decidedBy: staffId,
      decidedAt: at,
    }),
    where: (staffId) => and(ne(registerHolds.proposedBy, staffId), holdsRole('approve', staffId)),
  },
  drop: {
    set: () => ({ proposal: null, proposedBy: null }),
    where: (staffId) =>
      and(
        sql`${registerHolds.proposal} is not null`,
        or(eq(registerHolds.proposedBy, staffId), holdsRole('approve', staffId)),
      ),
  },
}

async function whyNot(
  tx: Transaction,
  { holdId, answer, staffId, at }: Pick<AnswerHold, 'holdId' | 'answer' | 'staffId' | 'at'>,
): Promise<Refusal> {
  const [found] = await tx.select().from(registerHolds).where(eq(registerHolds.id, holdId))
  if (!found) return new Refusal('resource_unknown')
  if (found.state !== 'held' || found.bindsAt <= at) return new Refusal('already_decided')
  const isProposal = answer === 'believe' || answer === 'disbelieve'
  if (isProposal ? found.proposal !== null : found.proposal === null) return new Refusal('proposal_untimely')
  if (answer === 'approve' && found.proposedBy === staffId) return new Refusal('own_proposal')
  return new Refusal('staff_role_missing')
}

type Change = {
  set: (staffId: string, at: Date) => Record<string, unknown>
  where: (staffId: string) => SQL | undefined
}
export type HoldAnswer = 'believe' | 'disbelieve' | 'approve' | 'drop'
type AnswerHold = {
  holdId: string
  answer: HoldAnswer
  staffId: string
  requestId: string | null
  /** The bank's clock, for the trail. */
  now: Date
  /** The machine's, by which lists go. */
  at: Date
}
