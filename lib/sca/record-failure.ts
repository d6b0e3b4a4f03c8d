import 'server-only'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { authenticators } from '@/db/schema/authenticators'
import { sessions } from '@/db/schema/sessions'
import { recordEvent } from '@/lib/audit/record-event'
import type { Failure } from './judge-assertion'
import { countFailure, isLocked, type Lock, SESSION_FAILURES_MAX } from './lock-out'

/**
 * Counts a failure against the passkey that failed, and against the session it failed in, locks what had its five, and
 * records both in one transaction (RTS Art. 4(3)(b)). The row lock makes four failures at once four, not one; what comes
 * in flight after a lock changes nothing, or a stranger's burst would turn 15 minutes into for good. A genuine answer
 * whose counter did not grow means a copied key: that passkey is locked at once and for good.
 */
export async function recordFailure({ credentialId, sessionId, reason, now }: RecordFailure): Promise<void> {
  await database().transaction(async (tx) => {
    await countInAuthenticator(tx, { credentialId, reason, now })
    // After the passkey, as everywhere (docs/design.md): a removal on its way from the one to the other would deadlock.
    if (sessionId) await countInSession(tx, sessionId, now)
  })
}

async function countInAuthenticator(
  tx: Transaction,
  failure: Omit<RecordFailure, 'sessionId'>,
): Promise<void> {
  const { credentialId, reason, now } = failure
  const [known] = await tx
    .select({
      psuId: authenticators.psuId,
      failures: authenticators.failures,
      lockedUntil: authenticators.lockedUntil,
      lockedForGood: authenticators.lockedForGood,
    })
    .from(authenticators)
    .where(eq(authenticators.credentialId, credentialId))
    .for('update')
  if (!known || (reason !== 'counter' && isLocked(known, now))) return
  const { failures, lock } = countIn(known.failures, reason, now)
  await tx
    .update(authenticators)
    .set({ failures, ...lock })
    .where(eq(authenticators.credentialId, credentialId))
  const event = {
    at: now,
    actor: 'system',
    subject: `authenticator:${credentialId}`,
    psuId: known.psuId,
  } as const
  await recordEvent(tx, { ...event, type: 'psu.authentication-failed', detail: { reason, failures } })
  if (lock)
    await recordEvent(tx, {
      ...event,
      type: 'authenticator.locked',
      detail: { reason, until: lock.lockedUntil?.toISOString() ?? null },
    })
}

function countIn(before: number, reason: Failure, now: Date) {
  if (reason === 'counter')
    return { failures: before + 1, lock: { lockedUntil: null, lockedForGood: true } satisfies Lock }
  return countFailure(before, { signed: reason !== 'unsigned', now })
}

async function countInSession(tx: Transaction, sessionId: string, now: Date): Promise<void> {
  const failures = sql`${sessions.failures} + 1`
  const ends = sql`${failures} >= ${SESSION_FAILURES_MAX}`
  await tx
    .update(sessions)
    .set({
      failures,
      endedAt: sql`case when ${ends} then ${now}::timestamptz end`,
      endReason: sql`case when ${ends} then 'locked' end`,
    })
    .where(and(eq(sessions.id, sessionId), isNull(sessions.endedAt)))
}

type RecordFailure = {
  credentialId: string
  sessionId: string | undefined
  reason: Failure
  now: Date
}
