import 'server-only'
import { desc, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { tppDecisions } from '@/db/schema/tpp-decisions'
import { tpps } from '@/db/schema/tpps'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { isOverruled, setOverruled, withdrawalOf } from '@/lib/register/find-in-register'
import { keepEvidence } from '@/lib/register/keep-evidence'
import { followedRegister } from '@/lib/register/register'
import { pauseByRegister } from './pause-by-register'
import { resumeByRegister } from './resume-by-register'
import { statusNow } from './status-now'

/**
 * Brings the bank's third parties in line with the register's snapshot: pauses whom it has withdrawn, resumes whom it paused and
 * the register lists again. Who is only missing is not paused: a snapshot that lost rows must not stop everybody at once. A
 * pause that staff have undone is not made again for the same withdrawal. Repeats without harm, on any number of instances.
 */
export async function followRegister(now: Date): Promise<void> {
  const snapshot = followedRegister()?.current()?.value
  if (env.REGISTER !== 'enforce' || !snapshot) return
  await readOverruled()
  const thirdParties = await database().select({ id: tpps.id, status: statusNow() }).from(tpps)
  const told = `${snapshot.source}, number ${snapshot.sequence} of ${snapshot.issuedAt.toISOString()}`
  for (const { id: tppId, status } of thirdParties) {
    const entry = snapshot.institutions.get(tppId)
    if (!entry) continue
    const withdrawal = withdrawalOf(entry)
    if (withdrawal && status === 'active' && !isOverruled(tppId, entry)) {
      // The sentence alone: by it the withdrawal is known again in later snapshots.
      const isDone = await pauseByRegister({ tppId, note: withdrawal, now })
      if (!isDone) continue
      keepEvidence({ reason: 'AUTHORISATION_WITHDRAWN', organizationIdentifier: tppId, roles: [] })
      log.warn({ tppId, register: told }, 'The register has withdrawn a third party: it is paused')
    } else if (!withdrawal && status === 'paused') {
      const note = `${told} lists it as authorised again.`
      const isDone = await resumeByRegister({ tppId, note, now })
      if (isDone) log.warn({ tppId, register: told }, 'The register lists a third party again: it is resumed')
    }
  }
}

/** Learns which withdrawals staff have overruled: those after whose pause they have resumed the third party. */
export async function readOverruled(): Promise<void> {
  const { tppId, action, note, requestedBy, state, decidedAt, id } = tppDecisions
  const decisions = await database()
    .select({ tppId, action, note, requestedBy })
    .from(tppDecisions)
    .where(eq(state, 'approved'))
    .orderBy(desc(decidedAt), desc(id))
  const lastOf = new Map<string, (typeof decisions)[number]>()
  const overruled = new Map<string, string>()
  for (const decision of decisions) {
    const last = lastOf.get(decision.tppId) ?? decision
    lastOf.set(decision.tppId, last)
    const isRegisters = decision.action === 'pause' && decision.requestedBy === null
    const isUndone = last.action === 'resume' && last.requestedBy !== null
    if (isRegisters && isUndone && !overruled.has(decision.tppId))
      overruled.set(decision.tppId, decision.note)
  }
  setOverruled(overruled)
}
