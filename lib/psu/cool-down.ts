import 'server-only'
import { and, eq, gt } from 'drizzle-orm'
import { database, type Queryable, type Transaction } from '@/db/connection'
import { authenticators } from '@/db/schema/authenticators'
import { sessions } from '@/db/schema/sessions'
import { env } from '@/lib/env'
import { Refusal } from '@/lib/errors'

const HOUR_MILLIS = 3_600_000

/**
 * Refuses whatever is neither looking nor stopping with a passkey that has just led somebody back in (decision 22): the customer
 * has been told and may say that it was not them. Throws `cooling_down`.
 */
export async function requireSettledPasskey(
  tx: Transaction,
  { credentialId, now }: RequireSettledPasskey,
): Promise<void> {
  if (await coolsUntil({ credentialId, now }, tx)) throw new Refusal('cooling_down')
}

/** The same in a session that such a passkey has opened. Throws `cooling_down`. */
export async function requireSettledSession(
  tx: Transaction,
  { sessionId, now }: RequireSettledSession,
): Promise<void> {
  if (await isCoolingSession(tx, { sessionId, now })) throw new Refusal('cooling_down')
}

/** Whether such a passkey has opened the session. */
export async function isCoolingSession(
  queryable: Queryable,
  { sessionId, now }: RequireSettledSession,
): Promise<boolean> {
  const [session] = await queryable
    .select({ credentialId: sessions.credentialId })
    .from(sessions)
    .where(eq(sessions.id, sessionId))
  return session !== undefined && (await coolsUntil({ ...session, now }, queryable)) !== null
}

/** Until when a passkey only looks and stops; null where it may do everything. For pages, which say so before a form refuses. */
export async function coolsUntil(
  { credentialId, now }: RequireSettledPasskey,
  queryable: Queryable = database(),
): Promise<Date | null> {
  const [cooling] = await queryable
    .select({ until: authenticators.coolsUntil })
    .from(authenticators)
    .where(and(eq(authenticators.credentialId, credentialId), gt(authenticators.coolsUntil, now)))
  return cooling?.until ?? null
}

/** Until when a passkey made now allows nothing. */
export const coolDownFrom = (now: Date) =>
  new Date(now.getTime() + env.RECOVERY_COOL_DOWN_HOURS * HOUR_MILLIS)

type RequireSettledPasskey = { credentialId: string; now: Date }
type RequireSettledSession = { sessionId: string; now: Date }
