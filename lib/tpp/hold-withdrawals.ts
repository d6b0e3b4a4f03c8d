import 'server-only'
import { v7 as newId } from 'uuid'
import { database } from '@/db/connection'
import { registerHolds } from '@/db/schema/register-holds'
import { recordEvent } from '@/lib/audit/record-event'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { readBody } from '@/lib/published/kept-statements'
import { keepEvidence } from '@/lib/register/keep-evidence'
import { followedRegister } from '@/lib/register/register'
import type { RegisterSnapshot } from '@/lib/register/register-snapshot'

const HOUR_MILLIS = 3_600_000

/**
 * Holds withdrawals of which one snapshot has too many: keeps the snapshot as it was signed, and alarms staff and the security
 * log. Once for a snapshot, whichever instance sees it first.
 */
export async function holdWithdrawals({
  snapshot,
  withdrawals,
  active,
  now,
  at,
}: HoldWithdrawals): Promise<void> {
  const register = followedRegister()
  if (!register) return
  const { source, sequence, issuedAt } = snapshot
  const told = { place: register.place, source, sequence, issuedAt }
  const body = (await readBody(register.place)) ?? Buffer.alloc(0)
  const isNew = await database().transaction(async (tx) => {
    const [held] = await tx
      .insert(registerHolds)
      .values({
        ...told,
        id: newId(),
        digest: register.version(),
        body,
        withdrawals: [...withdrawals],
        active,
        heldAt: at,
        bindsAt: new Date(at.getTime() + env.REGISTER_HOLD_HOURS * HOUR_MILLIS),
      })
      .onConflictDoNothing()
      .returning({ id: registerHolds.id })
    if (!held) return false
    for (const { tppId } of withdrawals)
      await recordEvent(tx, {
        at: now,
        type: 'tpp.withdrawal-held',
        actor: 'register',
        subject: `tpp:${tppId}`,
        tppId,
        requestId: null,
        detail: { holdId: held.id, sequence, withdrawn: withdrawals.length, active },
      })
    return true
  })
  if (!isNew) return
  for (const { tppId } of withdrawals)
    keepEvidence({ reason: 'AUTHORISATION_WITHDRAWN', organizationIdentifier: tppId, roles: [] })
  log.error(
    { ...told, withdrawn: withdrawals.length, active },
    'The register withdrew many at once: staff decide',
  )
}

type HoldWithdrawals = {
  snapshot: RegisterSnapshot
  withdrawals: readonly { tppId: string; withdrawal: string }[]
  /** Of how many that are active here. */
  active: number
  now: Date
  at: Date
}
