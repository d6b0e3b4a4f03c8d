import 'server-only'
import { and, desc, eq, inArray } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { tppDecisions } from '@/db/schema/tpp-decisions'
import { tpps } from '@/db/schema/tpps'
import { decideByRegister } from './decide-by-register'

/**
 * Undoes a pause that the register made, once the register lists the third party again. False where it is not paused, or staff
 * have decided something about it since: what people decided only people undo.
 */
export async function resumeByRegister({ tppId, note, now }: ResumeByRegister): Promise<boolean> {
  return database().transaction(async (tx) => {
    const [tpp] = await tx
      .select({ status: tpps.status, endsAt: tpps.endsAt })
      .from(tpps)
      .where(eq(tpps.id, tppId))
      .for('no key update')
    // An announced end is staff's: to resume would take it back.
    if (tpp?.status !== 'paused' || tpp.endsAt !== null) return false
    const last = await lastDecision(tx, tppId)
    if (last?.action !== 'pause' || last.requestedBy !== null) return false
    await decideByRegister(tx, {
      tppId,
      action: 'resume',
      ground: null,
      note,
      tppText: 'Your authority lists you as authorised again.',
      customersText: 'Its authority lists it as licensed again.',
      now,
    })
    return true
  })
}

async function lastDecision(tx: Transaction, tppId: string) {
  const [last] = await tx
    .select({ action: tppDecisions.action, requestedBy: tppDecisions.requestedBy })
    .from(tppDecisions)
    .where(
      and(
        eq(tppDecisions.tppId, tppId),
        eq(tppDecisions.state, 'approved'),
        inArray(tppDecisions.action, ['pause', 'resume', 'end']),
      ),
    )
    .orderBy(desc(tppDecisions.decidedAt), desc(tppDecisions.id))
    .limit(1)
  return last
}

type ResumeByRegister = { tppId: string; note: string; now: Date }
