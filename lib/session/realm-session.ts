import 'server-only'
import { and, desc, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { database, type Transaction } from '@/db/connection'
import type { RealmPasskeys, RealmSessions } from '@/db/schema/realm'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import { describeBrowser } from '@/lib/sca/passkey-provider'
import { bankKey } from '@/lib/vault/vault'
import type { SignedInBrowser } from './find-sessions'
import type { RealmCookie } from './realm-cookie'
import { hashSessionToken, newSessionToken } from './session-cookie'

const USER_AGENT = 'realm_sessions.user_agent'
const USER_AGENT_MAX = 300
const SHOWN_MAX = 20

/**
 * Opens a session for somebody of a realm whose passkey has just been verified, under a new token; the one this browser had
 * before ends (session fixation). Throws `sca_failed` when the holder or the passkey has meanwhile been blocked.
 */
export async function startRealmSession(realm: SessionRealm, input: StartRealmSession): Promise<void> {
  const { holderId, credentialId, userAgent, requestId, now } = input
  const { sessions, passkeys, cookie, kind } = realm
  const previous = await cookie.read()
  const token = newSessionToken()
  const key = await bankKey()
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
      sealedUserAgent: userAgent ? key.seal(USER_AGENT, userAgent.slice(0, USER_AGENT_MAX)) : null,
      authenticatedAt: now,
      lastSeenAt: now,
    })
    const actor = `${kind}:${holderId}` as const
    await recordEvent(tx, { at: now, type: `${kind}.signed-in`, actor, subject: actor, requestId })
  })
  await cookie.write(token)
}

/** Signs out on the server, here or everywhere: a copied cookie is dead from then on. */
export async function endRealmSession(realm: SessionRealm, input: EndRealmSession): Promise<void> {
  const { holderId, sessionId, where, requestId, now } = input
  const { sessions, cookie, kind } = realm
  const live = and(eq(sessions.holderId, holderId), isNull(sessions.endedAt))
  await database().transaction(async (tx) => {
    // In one order, or two browsers that end each other's session would deadlock.
    await tx.select({ id: sessions.id }).from(sessions).where(live).orderBy(sessions.id).for('update')
    await tx
      .update(sessions)
      .set({ endedAt: now, endReason: 'signed-out' })
      .where(and(live, eq(sessions.id, sessionId)))
    if (where === 'everywhere')
      await tx.update(sessions).set({ endedAt: now, endReason: 'signed-out-elsewhere' }).where(live)
    const actor = `${kind}:${holderId}` as const
    await recordEvent(tx, {
      at: now,
      type: `${kind}.signed-out`,
      actor,
      subject: actor,
      requestId,
      detail: { where },
    })
  })
  await cookie.clear()
}

/** Ends one session of the holder's in another browser. Throws `resource_unknown` for any that is not theirs or has ended. */
export async function endOtherRealmSession(realm: SessionRealm, input: EndOtherRealmSession): Promise<void> {
  const { holderId, sessionId, requestId, now } = input
  const { sessions, kind } = realm
  await database().transaction(async (tx) => {
    const ended = await tx
      .update(sessions)
      .set({ endedAt: now, endReason: 'signed-out-elsewhere' })
      .where(
        and(
          sql`${sessions.id}::text = ${sessionId}`,
          eq(sessions.holderId, holderId),
          isNull(sessions.endedAt),
        ),
      )
      .returning({ id: sessions.id })
    if (ended.length === 0) throw new Refusal('resource_unknown')
    const actor = `${kind}:${holderId}` as const
    const detail = { where: 'elsewhere' }
    await recordEvent(tx, { at: now, type: `${kind}.signed-out`, actor, subject: actor, requestId, detail })
  })
}

/** Where somebody of a realm is signed in now, this browser first. */
export async function findRealmSessions(
  { sessions, lifetime }: SessionRealm,
  { holderId, sessionId }: { holderId: string; sessionId: string },
): Promise<SignedInBrowser[]> {
  const key = await bankKey()
  const rows = await database()
    .select()
    .from(sessions)
    .where(and(eq(sessions.holderId, holderId), isLive(sessions, lifetime)))
    .orderBy(desc(sql`${sessions.id} = ${sessionId}`), desc(sessions.lastSeenAt))
    .limit(SHOWN_MAX)
  return rows.map(({ id, sealedUserAgent, authenticatedAt }) => ({
    id,
    here: id === sessionId,
    browser: describeBrowser(sealedUserAgent && key.open<string>(USER_AGENT, sealedUserAgent)),
    signedInAt: authenticatedAt,
  }))
}

/** The one session of a token that still lives: not idle for too long, not open for too long, not ended. */
export function isLiveSession(sessions: RealmSessions, token: string, lifetime: Lifetime) {
  return and(eq(sessions.tokenHash, hashSessionToken(token)), isLive(sessions, lifetime))
}

function isLive(sessions: RealmSessions, { idle, whole }: Lifetime) {
  return and(
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
  lifetime: Lifetime
  /** Whether the holder may be signed in, and stays so until the transaction ends. */
  holdActive: (tx: Transaction, holderId: string) => Promise<boolean>
}

/** How long a session may be idle, and how long it may last at all. */
export type Lifetime = { idle: SQL; whole: SQL }

type StartRealmSession = {
  holderId: string
  credentialId: string
  userAgent: string | null
  requestId: string | null
  now: Date
}
type EndOtherRealmSession = { holderId: string; sessionId: string; requestId: string | null; now: Date }
type EndRealmSession = EndOtherRealmSession & { where: 'here' | 'everywhere' }
