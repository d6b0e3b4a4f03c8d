import 'server-only'
import { database } from '@/db/connection'
import { tpps } from '@/db/schema/tpps'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { isOverruled, withdrawalOf } from '@/lib/register/find-in-register'
import { keepEvidence } from '@/lib/register/keep-evidence'
import { followedRegister } from '@/lib/register/register'
import type { RegisterSnapshot } from '@/lib/register/register-snapshot'
import { holdWithdrawals } from './hold-withdrawals'
import { pauseByRegister } from './pause-by-register'
import { readExceptions } from './register-exceptions'
import { resumeByRegister } from './resume-by-register'
import { statusNow } from './status-now'

/**
 * Brings the bank's third parties in line with the register's snapshot: pauses whom it has withdrawn, resumes whom it paused and
 * the register lists again. Who is only missing is not paused: a snapshot that lost rows must not stop everybody at once, and no
 * more must one that withdraws many (REGISTER_WITHDRAWN_AT_ONCE): that is held. A pause that staff have undone is not made again
 * for the same withdrawal. Repeats without harm, on any number of instances. `now` is the bank's clock, `at` the machine's.
 */
export async function followRegister({ now, at }: FollowRegister): Promise<void> {
  const snapshot = followedRegister()?.current()?.value
  if (env.REGISTER !== 'enforce' || !snapshot) return
  const { settled } = await readExceptions(at)
  const thirdParties = await database().select({ id: tpps.id, status: statusNow() }).from(tpps)
  const active = thirdParties.filter(({ status }) => status === 'active')
  const withdrawn = active.flatMap(({ id }) => withdrawnNow(snapshot, id))
  const unforeseen = withdrawn.filter(({ tppId, withdrawal }) => settled.get(tppId) !== withdrawal)
  const isTooMany = unforeseen.length > mostAtOnce(active.length)
  if (isTooMany) {
    await holdWithdrawals({ snapshot, withdrawals: unforeseen, active: active.length, now, at })
    await readExceptions(at)
  }
  const told = `${snapshot.source}, number ${snapshot.sequence} of ${snapshot.issuedAt.toISOString()}`
  for (const { tppId, withdrawal } of isTooMany
    ? withdrawn.filter((one) => !unforeseen.includes(one))
    : withdrawn) {
    // The sentence alone: by it the withdrawal is known again in later snapshots.
    const isDone = await pauseByRegister({ tppId, note: withdrawal, now })
    if (!isDone) continue
    keepEvidence({ reason: 'AUTHORISATION_WITHDRAWN', organizationIdentifier: tppId, roles: [] })
    log.warn({ tppId, register: told }, 'The register has withdrawn a third party: it is paused')
  }
  for (const { id: tppId, status } of thirdParties) {
    const entry = snapshot.institutions.get(tppId)
    if (status !== 'paused' || !entry || withdrawalOf(entry)) continue
    const note = `${told} lists it as authorised again.`
    const isDone = await resumeByRegister({ tppId, note, now })
    if (isDone) log.warn({ tppId, register: told }, 'The register lists a third party again: it is resumed')
  }
}

function withdrawnNow({ institutions }: RegisterSnapshot, tppId: string) {
  const entry = institutions.get(tppId)
  const withdrawal = entry && !isOverruled(tppId, entry) ? withdrawalOf(entry) : null
  return withdrawal ? { tppId, withdrawal } : []
}

function mostAtOnce(active: number): number {
  const [count = 0, percent = 0] = env.REGISTER_WITHDRAWN_AT_ONCE.split(',').map(Number.parseFloat)
  return Math.max(count, Math.floor((percent * active) / 100))
}

type FollowRegister = { now: Date; at: Date }
