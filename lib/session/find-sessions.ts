import 'server-only'
import { and, desc, eq, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { psus } from '@/db/schema/psus'
import { sessions } from '@/db/schema/sessions'
import { describeBrowser } from '@/lib/sca/passkey-provider'
import { vaultKey } from '@/lib/vault/vault'
import { isLive } from './live-session'

/** Where a customer is signed in now, this browser first, as their page shows it. */
export async function findSessions({ psuId, sessionId }: FindSessions): Promise<SignedInBrowser[]> {
  const rows = await database()
    .select({ session: sessions, keyId: psus.keyId })
    .from(sessions)
    .innerJoin(psus, eq(psus.id, sessions.psuId))
    .where(and(eq(sessions.psuId, psuId), isLive()))
    .orderBy(desc(sql`${sessions.id} = ${sessionId}`), desc(sessions.lastSeenAt))
    .limit(20)
  const [first] = rows
  if (!first) return []
  const key = await vaultKey(first.keyId)
  return rows.map(({ session }) => ({
    id: session.id,
    here: session.id === sessionId,
    browser: describeBrowser(
      session.sealedUserAgent && key.open<string>('sessions.user_agent', session.sealedUserAgent),
    ),
    signedInAt: session.authenticatedAt,
    lastSeenAt: session.lastSeenAt,
  }))
}

export type SignedInBrowser = {
  id: string
  here: boolean
  browser: string | null
  signedInAt: Date
  /** Somebody's hand was on it last. */
  lastSeenAt?: Date
}

type FindSessions = { psuId: string; sessionId: string }
