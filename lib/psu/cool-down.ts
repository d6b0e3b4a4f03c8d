import 'server-only'
import { and, eq, gt } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { authenticators } from '@/db/schema/authenticators'
import { sessions } from '@/db/schema/sessions'
import { env } from '@/lib/env'
import { Refusal } from '@/lib/errors'

const HOUR_MILLIS = 3_600_000

/**
 * Refuses what would allow something new with a passkey that has just led somebody back in (decision 22): the customer has been
 * told and may say that it was not them. Looking and stopping are never asked. Throws `cooling_down`.
 */
export async function requireSettledPasskey(
  tx: Transaction,
  { credentialId, now }: RequireSettledPasskey,
): Promise<void> {
  const [cooling] = await tx
    .select({ credentialId: authenticators.credentialId })
    .from(authenticators)
    .where(and(eq(authenticators.credentialId, credentialId), gt(authenticators.coolsUntil, now)))
  if (cooling) throw new Refusal('cooling_down')
}

/** The same for what changes the ways into the bank, in a session that such a passkey has opened. Throws `cooling_down`. */
export async function requireSettledSession(
  tx: Transaction,
  { sessionId, now }: RequireSettledSession,
): Promise<void> {
  const [session] = await tx
    .select({ credentialId: sessions.credentialId })
    .from(sessions)
    .where(eq(sessions.id, sessionId))
  if (session) await requireSettledPasskey(tx, { credentialId: session.credentialId, now })
}

/** Until when a passkey made now allows nothing. */
export const coolDownFrom = (now: Date) =>
  new Date(now.getTime() + env.RECOVERY_COOL_DOWN_HOURS * HOUR_MILLIS)

type RequireSettledPasskey = { credentialId: string; now: Date }
type RequireSettledSession = { sessionId: string; now: Date }
