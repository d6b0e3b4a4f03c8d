import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { database } from '@/db/connection'
import { protections } from '@/db/schema/protections'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { requireSettledSession } from './cool-down'
import { lockPsu } from './lock-psu'

/**
 * What is shared from now on is told and shown again as the market has it; what was shared before stays kept. Ending
 * what is not in force changes nothing. Throws `cooling_down` in a session of a passkey that a recovery has just made.
 */
export async function endProtection({ psuId, sessionId, requestId }: EndProtection): Promise<void> {
  await database().transaction(async (tx) => {
    await lockPsu(tx, psuId)
    const at = await now(tx)
    await requireSettledSession(tx, { sessionId, now: at })
    const ended = await tx
      .update(protections)
      .set({ endedAt: at })
      .where(and(eq(protections.psuId, psuId), isNull(protections.endedAt)))
      .returning({ id: protections.id })
    if (ended.length === 0) return
    const who = `psu:${psuId}` as const
    await recordEvent(tx, { at, type: 'protection.ended', actor: who, subject: who, psuId, requestId })
  })
}

type EndProtection = { psuId: string; sessionId: string; requestId: string | null }
