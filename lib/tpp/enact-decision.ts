import 'server-only'
import { eq } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import type { Transaction } from '@/db/connection'
import { authorityReports } from '@/db/schema/tpp-decisions'
import { tpps } from '@/db/schema/tpps'
import type { Actor, EventType } from '@/lib/audit/event-catalogue'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import { enqueueJob } from '@/lib/outbox/enqueue-job'
import { reportToAuthority } from './report-to-authority'
import { statusNow } from './status-now'
import { fits, type TppAction, type TppDecision } from './tpp-decision'

/**
 * Makes an approved decision true: the third party's status, the trail, what customers and the third party are to be told,
 * and the report to the authority, all in the transaction that approves. Throws `proposal_untimely` where the third party is
 * in a state to which the decision does not fit any more; then nothing was approved either.
 */
export async function enactDecision(
  tx: Transaction,
  { decision, actor, requestId, now }: EnactDecision,
): Promise<void> {
  const { id: decisionId, tppId, action, ground, endsAt } = decision
  const [before] = await tx
    .select({ status: statusNow(), endsAt: tpps.endsAt })
    .from(tpps)
    .where(eq(tpps.id, tppId))
    .for('no key update')
  if (!before || !fits(action, { status: before.status, ending: before.endsAt !== null }))
    throw new Refusal('proposal_untimely')
  if (action === 'end' && endsAt !== null && endsAt <= now) throw new Refusal('proposal_untimely')
  const [tpp] = await tx.update(tpps).set(changes(decision, now)).where(eq(tpps.id, tppId)).returning()
  if (!tpp) throw new Error(`${tppId} was there and is gone`)
  await tx.insert(authorityReports).values({
    id: newId(),
    tppId,
    decisionId,
    body: reportToAuthority({ decision, tpp, now }),
    createdAt: now,
  })
  if (endsAt !== null)
    await enqueueJob(tx, 'tpp.end', { tppId }, { runAt: endsAt, jobKey: `tpp.end:${tppId}` })
  await recordEvent(tx, {
    at: now,
    type: EVENT_OF[action],
    actor,
    subject: `tpp:${tppId}`,
    tppId,
    requestId,
    detail: { decisionId, ground, endsAt: endsAt?.toISOString() ?? null },
  })
}

function changes({ action, endsAt }: TppDecision, now: Date): Partial<typeof tpps.$inferInsert> {
  switch (action) {
    case 'pause':
      return { status: 'paused', pausedAt: now }
    case 'resume':
      return { status: 'active', pausedAt: null, endsAt: null }
    case 'end':
      // Until then nothing changes: what was active stays so, what was paused stays paused.
      return { endsAt }
  }
}

const EVENT_OF = {
  pause: 'tpp.paused',
  resume: 'tpp.resumed',
  end: 'tpp.end-announced',
} as const satisfies Record<TppAction, EventType>

type EnactDecision = { decision: TppDecision; actor: Actor; requestId: string | null; now: Date }
