import 'server-only'
import { desc, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { registerHolds } from '@/db/schema/register-holds'
import { tppDecisions } from '@/db/schema/tpp-decisions'
import { setOverruled } from '@/lib/register/find-in-register'

/**
 * Learns which of the register's withdrawals do not bind here: those that staff have overruled one by one, and those of a
 * snapshot that withdrew too many at once, while it is held or if it is disbelieved. `settled` are withdrawals of such a snapshot
 * that do bind: believed, or held for long enough. `version` changes with what became of the held ones.
 */
export async function readExceptions(at: Date): Promise<RegisterExceptions> {
  const { id, state, bindsAt, withdrawals } = registerHolds
  const holds = await database()
    .select({ id, state, bindsAt, withdrawals })
    .from(registerHolds)
    .orderBy(bindsAt)
  const isBinding = (hold: (typeof holds)[number]) =>
    hold.state === 'believed' || (hold.state === 'held' && hold.bindsAt <= at)
  const settled = sentences(holds.filter(isBinding))
  const suspended = sentences(holds.filter((hold) => !isBinding(hold)))
  setOverruled(new Map([...(await readOverruled()), ...suspended]))
  return { settled, version: holds.map((hold) => `${hold.id}:${isBinding(hold)}`).join() }
}

const sentences = (holds: readonly { withdrawals: { tppId: string; withdrawal: string }[] }[]) =>
  new Map(holds.flatMap(({ withdrawals }) => withdrawals.map((one) => [one.tppId, one.withdrawal] as const)))

/** Withdrawals after whose pause staff have resumed the third party. */
async function readOverruled(): Promise<Map<string, string>> {
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
  return overruled
}

export type RegisterExceptions = { settled: ReadonlyMap<string, string>; version: string }
