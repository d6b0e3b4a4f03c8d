import 'server-only'
import { and, eq, isNull, ne } from 'drizzle-orm'
import { database } from '@/db/connection'
import { authenticators } from '@/db/schema/authenticators'
import { psus } from '@/db/schema/psus'
import { sessions } from '@/db/schema/sessions'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'

/**
 * Removes one of the customer's passkeys and ends the sessions it opened elsewhere: a lost phone must not stay signed
 * in. The last one cannot go, and neither can the last one that still works, or nobody could sign in again. Removals
 * of one customer wait for each other, so that two at once cannot remove both. Throws `authenticator_unknown` or
 * `last_authenticator`.
 */
export async function removeAuthenticator(input: RemoveAuthenticator): Promise<void> {
  const { psuId, credentialId, sessionId, requestId, now } = input
  await database().transaction(async (tx) => {
    await tx.select({ id: psus.id }).from(psus).where(eq(psus.id, psuId)).for('update')
    const held = await tx
      .select({ credentialId: authenticators.credentialId, lockedForGood: authenticators.lockedForGood })
      .from(authenticators)
      .where(eq(authenticators.psuId, psuId))
    if (!held.some((one) => one.credentialId === credentialId)) throw new Refusal('authenticator_unknown')
    const left = held.filter((one) => one.credentialId !== credentialId && !one.lockedForGood)
    if (left.length === 0) throw new Refusal('last_authenticator')
    await tx
      .delete(authenticators)
      .where(and(eq(authenticators.credentialId, credentialId), eq(authenticators.psuId, psuId)))
    await tx
      .update(sessions)
      .set({ endedAt: now, endReason: 'signed-out-elsewhere' })
      .where(
        and(eq(sessions.credentialId, credentialId), isNull(sessions.endedAt), ne(sessions.id, sessionId)),
      )
    await recordEvent(tx, {
      at: now,
      type: 'authenticator.removed',
      actor: `psu:${psuId}`,
      subject: `authenticator:${credentialId}`,
      psuId,
      requestId,
    })
  })
}

type RemoveAuthenticator = {
  psuId: string
  credentialId: string
  sessionId: string
  requestId: string | null
  now: Date
}
