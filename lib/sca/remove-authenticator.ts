import 'server-only'
import { and, eq, isNull, ne } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { authenticators } from '@/db/schema/authenticators'
import { psus } from '@/db/schema/psus'
import { recoveryCodes } from '@/db/schema/recovery-codes'
import { sessions } from '@/db/schema/sessions'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import { requireSettledSession } from '@/lib/psu/cool-down'

/**
 * Removes one of the customer's passkeys and ends the sessions it opened elsewhere: a lost phone must not stay signed
 * in. The last one that still works goes only where a recovery code is left, or nobody could sign in again. Removals
 * of one customer wait for each other, so that two at once cannot remove both. Throws `authenticator_unknown`,
 * `last_authenticator`, and `cooling_down` in a session of a passkey that a recovery has just made.
 */
export async function removeAuthenticator(input: RemoveAuthenticator): Promise<void> {
  const { psuId, credentialId, sessionId, requestId, now } = input
  await database().transaction(async (tx) => {
    await tx.select({ id: psus.id }).from(psus).where(eq(psus.id, psuId)).for('update')
    await requireSettledSession(tx, { sessionId, now })
    const held = await tx
      .select({ credentialId: authenticators.credentialId, lockedForGood: authenticators.lockedForGood })
      .from(authenticators)
      .where(eq(authenticators.psuId, psuId))
    if (!held.some((one) => one.credentialId === credentialId)) throw new Refusal('authenticator_unknown')
    const left = held.filter((one) => one.credentialId !== credentialId && !one.lockedForGood)
    if (left.length === 0 && (await codesLeft(tx, psuId)) === 0) throw new Refusal('last_authenticator')
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

const codesLeft = (tx: Transaction, psuId: string) =>
  tx.$count(recoveryCodes, and(eq(recoveryCodes.psuId, psuId), isNull(recoveryCodes.usedAt)))

type RemoveAuthenticator = {
  psuId: string
  credentialId: string
  sessionId: string
  requestId: string | null
  now: Date
}
