import 'server-only'
import { and, eq, getTableColumns, isNull, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { psus } from '@/db/schema/psus'
import { sessions } from '@/db/schema/sessions'
import { vaultKey } from '@/lib/vault/vault'
import { hashSessionToken } from './session-cookie'

// RTS Art. 4(3)(d): five minutes without activity. The longest whole session is our own rule.
const IDLE = sql`interval '5 minutes'`
const WHOLE = sql`interval '12 hours'`

/** The live session of a token, and five more minutes for it: one UPDATE, so no session is found dead and used. */
export async function touchSession(token: string): Promise<Customer | null> {
  const [row] = await database()
    .update(sessions)
    .set({ lastSeenAt: sql`placet_now()` })
    .from(psus)
    .where(isLiveOf(token))
    .returning({ session: getTableColumns(sessions), psu: getTableColumns(psus) })
  return row ? toCustomer(row) : null
}

/** The live session of a token, without making it live longer; for what the customer did not do. */
export async function peekSession(token: string): Promise<Customer | null> {
  const [row] = await database()
    .select({ session: sessions, psu: psus })
    .from(sessions)
    .innerJoin(psus, eq(psus.id, sessions.psuId))
    .where(isLiveOf(token))
  return row ? toCustomer(row) : null
}

/** What makes a session live, in a statement over sessions and psus: for every reader the same. */
export const isLive = () =>
  and(
    isNull(sessions.endedAt),
    sql`${sessions.lastSeenAt} > placet_now() - ${IDLE}`,
    sql`${sessions.authenticatedAt} > placet_now() - ${WHOLE}`,
    eq(psus.id, sessions.psuId),
    eq(psus.status, 'active'),
  )

const isLiveOf = (token: string) => and(eq(sessions.tokenHash, hashSessionToken(token)), isLive())

async function toCustomer({ session, psu }: Row): Promise<Customer> {
  return {
    psuId: psu.id,
    name: (await vaultKey(psu.keyId)).open<string>('psus.name', psu.sealedName),
    sessionId: session.id,
    credentialId: session.credentialId,
    authenticatedAt: session.authenticatedAt,
    interactionUid: session.interactionUid,
  }
}

type Row = { session: typeof sessions.$inferSelect; psu: typeof psus.$inferSelect }

export type Customer = {
  psuId: string
  name: string
  sessionId: string
  credentialId: string
  authenticatedAt: Date
  interactionUid: string | null
}
