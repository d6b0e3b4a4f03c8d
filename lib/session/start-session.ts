import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { headers } from 'next/headers'
import { v7 as newId } from 'uuid'
import { database, type Transaction } from '@/db/connection'
import { authenticators } from '@/db/schema/authenticators'
import { psus } from '@/db/schema/psus'
import { sessions } from '@/db/schema/sessions'
import { preferredLanguage } from '@/i18n/preferred-language'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import { keepPagesLanguage } from '@/lib/psu/keep-language'
import { describeBrowser } from '@/lib/sca/passkey-provider'
import { vaultKey } from '@/lib/vault/vault'
import { writeLanguage } from './language-cookie'
import { hashSessionToken, newSessionToken, readSessionToken, writeSessionToken } from './session-cookie'

const USER_AGENT_MAX = 300

/**
 * Opens a session for a customer whose passkey has just been verified, under a new token; the session this browser had before
 * ends, so a token planted beforehand is worth nothing (session fixation). The language that the customer chose elsewhere
 * holds here too; that of this browser is kept for what the bank writes to who has chosen none, once, and by nobody whose
 * passkey came by a recovery. `interactionUid` names the request of a third party that the sign-in answered. Throws
 * `psu_blocked`, or `sca_failed` when the passkey has meanwhile been removed or locked for good.
 */
export async function startSession(input: StartSession): Promise<void> {
  const { psuId, credentialId, interactionUid, userAgent, requestId, now } = input
  const previous = await readSessionToken()
  const token = newSessionToken()
  const told = await database().transaction(async (tx) => {
    // The same row that a removal locks: either it finds this session and ends it, or this finds no passkey.
    const [psu] = await tx
      .select({ keyId: psus.keyId, status: psus.status, locale: psus.locale, pagesLocale: psus.pagesLocale })
      .from(psus)
      .where(eq(psus.id, psuId))
      .for('share')
    if (psu?.status !== 'active') throw new Refusal('psu_blocked')
    const isCooling = await requirePasskey(tx, input)
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
      personal: { browser: describeBrowser(userAgent) },
    })
    return { locale: psu.locale, isFirst: psu.pagesLocale === null && !isCooling }
  })
  if (told.isFirst) await keepPagesLanguage(psuId, preferredLanguage(await headers()))
  await writeSessionToken(token)
  await writeLanguage(told.locale)
}

/**
 * Whether it is of a recovery and cools. In a statement of its own, after the lock: only so does it see a removal that it
 * waited for.
 */
async function requirePasskey(tx: Transaction, { psuId, credentialId, now }: StartSession): Promise<boolean> {
  const [held] = await tx
    .select({ lockedForGood: authenticators.lockedForGood, coolsUntil: authenticators.coolsUntil })
    .from(authenticators)
    .where(and(eq(authenticators.credentialId, credentialId), eq(authenticators.psuId, psuId)))
  if (!held || held.lockedForGood) throw new Refusal('sca_failed')
  return held.coolsUntil !== null && held.coolsUntil > now
}

type StartSession = {
  psuId: string
  credentialId: string
  interactionUid: string | null
  userAgent: string | null
  requestId: string | null
  now: Date
}
