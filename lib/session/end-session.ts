import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { database } from '@/db/connection'
import { sessions } from '@/db/schema/sessions'
import { recordEvent } from '@/lib/audit/record-event'
import { requireSettledSession } from '@/lib/psu/cool-down'
import { lockPsu } from '@/lib/psu/lock-psu'
import { clearSessionToken } from './session-cookie'

/**
 * Signs out, here or on every device. The rows end in one transaction with the trail: a copied cookie is dead from
 * then on, whatever a browser still holds. Who has just got back in ends their own alone (`cooling_down`): in another the
 * customer can say that it was not them.
 */
export async function endSession(input: EndSession): Promise<void> {
  const { psuId, sessionId, where, requestId, now } = input
  await database().transaction(async (tx) => {
    // The customer first, as everywhere (docs/design.md): two browsers that end each other's session would deadlock.
    await lockPsu(tx, psuId)
    if (where === 'everywhere') await requireSettledSession(tx, { sessionId, now })
    const live = and(eq(sessions.psuId, psuId), isNull(sessions.endedAt))
    await tx
      .update(sessions)
      .set({ endedAt: now, endReason: 'signed-out' })
      .where(and(live, eq(sessions.id, sessionId)))
    if (where === 'everywhere')
      await tx.update(sessions).set({ endedAt: now, endReason: 'signed-out-elsewhere' }).where(live)
    await recordEvent(tx, {
      at: now,
      type: 'psu.signed-out',
      actor: `psu:${psuId}`,
      subject: `psu:${psuId}`,
      psuId,
      requestId,
      detail: { where },
    })
  })
  await clearSessionToken()
}

/**
 * Signs one other browser of the customer out, `from` their own session. One that is theirs no more, or nobody's, changes
 * nothing. Throws `cooling_down` where a recovery has just opened their own.
 */
export async function endOtherSession(input: EndOtherSession): Promise<{ endedNow: boolean }> {
  const { psuId, sessionId, from, requestId, now } = input
  return database().transaction(async (tx) => {
    await lockPsu(tx, psuId)
    await requireSettledSession(tx, { sessionId: from, now })
    const ended = await tx
      .update(sessions)
      .set({ endedAt: now, endReason: 'signed-out-elsewhere' })
      .where(and(eq(sessions.id, sessionId), eq(sessions.psuId, psuId), isNull(sessions.endedAt)))
      .returning({ id: sessions.id })
    if (ended.length === 0) return { endedNow: false }
    await recordEvent(tx, {
      at: now,
      type: 'psu.signed-out',
      actor: `psu:${psuId}`,
      subject: `psu:${psuId}`,
      psuId,
      requestId,
      detail: { where: 'other' },
    })
    return { endedNow: true }
  })
}

type EndOtherSession = {
  psuId: string
  sessionId: string
  from: string
  requestId: string | null
  now: Date
}

type EndSession = {
  psuId: string
  sessionId: string
  where: 'here' | 'everywhere'
  requestId: string | null
  now: Date
}
