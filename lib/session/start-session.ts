import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { database } from '@/db/connection'
import { psus } from '@/db/schema/psus'
import { sessions } from '@/db/schema/sessions'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import { vaultKey } from '@/lib/vault/vault'
import { hashSessionToken, newSessionToken, readSessionToken, writeSessionToken } from './session-cookie'

const USER_AGENT_MAX = 300

/**
 * Opens a session for a customer whose passkey has just been verified, under a new token; the session this browser had
 * before ends, so a token planted beforehand is worth nothing (session fixation). `interactionUid` names the request
 * of a third party that the sign-in answered. Throws `psu_blocked`.
 */
export async function startSession(input: StartSession): Promise<void> {
  const { psuId, credentialId, interactionUid, userAgent, requestId = null, now } = input
  const previous = await readSessionToken()
  const token = newSessionToken()
  await database().transaction(async (tx) => {
    const [psu] = await tx
      .select({ keyId: psus.keyId, status: psus.status })
      .from(psus)
      .where(eq(psus.id, psuId))
    if (psu?.status !== 'active') throw new Refusal('psu_blocked')
    const key = await vaultKey(psu.keyId)
    if (previous)
      await tx
        .update(sessions)
        .set({ endedAt: now, endReason: 'replaced' })
        .where(and(eq(sessions.tokenHash, hashSessionToken(previous)), isNull(sessions.endedAt)))
    await tx.insert(sessions).values({
      id: newId(),
      tokenHash: hashSessionToken(token),
      psuId,
      credentialId,
      interactionUid,
      sealedUserAgent: userAgent ? key.seal('sessions.user_agent', userAgent.slice(0, USER_AGENT_MAX)) : null,
      failures: 0,
      authenticatedAt: now,
      lastSeenAt: now,
      endedAt: null,
      endReason: null,
    })
    await recordEvent(tx, {
      at: now,
      type: 'psu.signed-in',
      actor: `psu:${psuId}`,
      subject: `psu:${psuId}`,
      psuId,
      requestId,
      detail: { credentialId, interactionUid },
    })
  })
  await writeSessionToken(token)
}

type StartSession = {
  psuId: string
  credentialId: string
  interactionUid: string | null
  userAgent: string | null
  requestId?: string | null
  now: Date
}
