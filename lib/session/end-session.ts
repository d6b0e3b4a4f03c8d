import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { database } from '@/db/connection'
import { psus } from '@/db/schema/psus'
import { sessions } from '@/db/schema/sessions'
import { recordEvent } from '@/lib/audit/record-event'
import { clearSessionToken } from './session-cookie'

/**
 * Signs out, here or on every device. The rows end in one transaction with the trail: a copied cookie is dead from
 * then on, whatever a browser still holds.
 */
export async function endSession(input: EndSession): Promise<void> {
  const { psuId, sessionId, where, requestId, now } = input
  await database().transaction(async (tx) => {
    // The customer first, as everywhere (docs/design.md): two browsers that end each other's session would deadlock.
    await tx.select({ id: psus.id }).from(psus).where(eq(psus.id, psuId)).for('no key update')
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

type EndSession = {
  psuId: string
  sessionId: string
  where: 'here' | 'everywhere'
  requestId: string | null
  now: Date
}
