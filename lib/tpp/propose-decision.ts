import 'server-only'
import { eq } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { database } from '@/db/connection'
import { tppDecisions } from '@/db/schema/tpp-decisions'
import { tpps } from '@/db/schema/tpps'
import { recordEvent } from '@/lib/audit/record-event'
import { bankDay, endOfDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { Refusal } from '@/lib/errors'
import { statusNow } from './status-now'
import { fits, type TppAction, type TppGround } from './tpp-decision'

/**
 * One member of staff proposes to pause, resume or end a third party; nothing happens before another approves. `endsOn` is
 * the last day on which it is served, a day of the bank that is still to come. Throws `resource_unknown`, `period_invalid`,
 * and `proposal_untimely` where another proposal is open or the third party is not in a state for this one.
 */
export async function proposeDecision(input: ProposeDecision): Promise<{ decisionId: string }> {
  const { tppId, action, staffId, requestId, now } = input
  const endsAt = endOf(input)
  return database().transaction(async (tx) => {
    const [tpp] = await tx
      .select({ status: statusNow(), endsAt: tpps.endsAt })
      .from(tpps)
      .where(eq(tpps.id, tppId))
      .for('no key update')
    if (!tpp) throw new Refusal('resource_unknown')
    if (!fits(action, { status: tpp.status, ending: tpp.endsAt !== null }))
      throw new Refusal('proposal_untimely')
    const [proposed] = await tx
      .insert(tppDecisions)
      .values({
        id: newId(),
        tppId,
        action,
        state: 'proposed',
        ground: input.ground,
        note: input.note,
        tppText: input.tppText,
        customersText: input.customersText,
        endsAt,
        requestedBy: staffId,
        requestedAt: now,
      })
      .onConflictDoNothing()
      .returning({ id: tppDecisions.id })
    if (!proposed) throw new Refusal('proposal_untimely')
    await recordEvent(tx, {
      at: now,
      type: 'tpp.decision-proposed',
      actor: `staff:${staffId}`,
      subject: `tpp:${tppId}`,
      tppId,
      requestId,
      detail: { decisionId: proposed.id, action, ground: input.ground },
    })
    return { decisionId: proposed.id }
  })
}

function endOf({ action, endsOn, now }: ProposeDecision): Date | null {
  if (action !== 'end') return null
  if (endsOn === null || endsOn <= bankDay(now, brand.timeZone)) throw new Refusal('period_invalid')
  return endOfDay(endsOn, brand.timeZone)
}

export type ProposeDecision = {
  tppId: string
  action: TppAction
  ground: TppGround | null
  /** For the bank and its authority: the details of the case. */
  note: string
  tppText: string | null
  customersText: string | null
  /** For an end alone: the last day of grace, `YYYY-MM-DD`. */
  endsOn: string | null
  staffId: string
  requestId: string | null
  now: Date
}
