import 'server-only'
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { database, type Transaction } from '@/db/connection'
import type { RealmPasskeys, RealmSessions } from '@/db/schema/realm'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import type { RealmCookie } from './realm-cookie'
import { hashSessionToken, newSessionToken } from './session-cookie'

/**
 * Opens a session for somebody of a realm whose passkey has just been verified, under a new token; the one this browser had
 * before ends (session fixation). Throws `sca_failed` when the holder or the passkey has meanwhile been blocked.
 */
export async function startRealmSession(realm: SessionRealm, input: StartRealmSession): Promise<void> {
  const { holderId, credentialId, requestId, now } = input
  const { sessions, passkeys, cookie, kind } = realm
  const previous = await cookie.read()
  const token = newSessionToken()
  await database().transaction(async (tx) => {
    const [passkey] = await tx
      .select({ lockedForGood: passkeys.lockedForGood })
      .from(passkeys)
      .where(and(eq(passkeys.holderId, holderId), eq(passkeys.credentialId, credentialId)))
      .for('share')
    const mayEnter = await realm.holdActive(tx, holderId)
    if (!passkey || passkey.lockedForGood || !mayEnter) throw new Refusal('sca_failed')
    if (previous)
      await tx
        .update(sessions)
        .set({ endedAt: now, endReason: 'replaced' })
        .where(and(eq(sessions.tokenHash, hashSessionToken(previous)), isNull(sessions.endedAt)))
    await tx.insert(sessions).values({
      id: newId(),
      tokenHash: hashSessionToken(token),
      holderId,
      credentialId,
      authenticatedAt: now,
      lastSeenAt: now,
    })
    const actor = `${kind}:${holderId}` as const
    await recordEvent(tx, { at: now, type: `${kind}.signed-in`, actor, subject: actor, requestId })
  })
  await cookie.write(token)
}

/** Signs out on the server: a copied cookie is dead from then on. */
export async function endRealmSession(realm: SessionRealm, input: EndRealmSession): Promise<void> {
  const { holderId, sessionId, requestId, now } = input
  const { sessions, cookie, kind } = realm
  await database().transaction(async (tx) => {
    await tx
      .update(sessions)
      .set({ endedAt: now, endReason: 'signed-out' })
      .where(and(eq(sessions.id, sessionId), eq(sessions.holderId, holderId), isNull(sessions.endedAt)))
    const actor = `${kind}:${holderId}` as const
    await recordEvent(tx, { at: now, type: `${kind}.signed-out`, actor, subject: actor, requestId })
  })
  await cookie.clear()
}

/** The one session of a token that still lives: not idle for too long, not open for too long, not ended. */
export function isLiveSession(sessions: RealmSessions, token: string, { idle, whole }: Lifetime) {
  return and(
    eq(sessions.tokenHash, hashSessionToken(token)),
    isNull(sessions.endedAt),
    sql`${sessions.lastSeenAt} > placet_now() - ${idle}`,
    sql`${sessions.authenticatedAt} > placet_now() - ${whole}`,
  )
}

export type SessionRealm = {
  kind: 'staff' | 'developer'
  sessions: RealmSessions
  passkeys: RealmPasskeys
  cookie: RealmCookie
  /** Whether the holder may be signed in, and stays so until the transaction ends. */
  holdActive: (tx: Transaction, holderId: string) => Promise<boolean>
}

type Lifetime = { idle: SQL; whole: SQL }
type StartRealmSession = { holderId: string; credentialId: string; requestId: string | null; now: Date }
type EndRealmSession = { holderId: string; sessionId: string; requestId: string | null; now: Date }
