import 'server-only'
import { and, eq, exists, gt, gte, inArray, isNull, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { database, type Transaction } from '@/db/connection'
import { activationCodes } from '@/db/schema/activation-codes'
import { auditEvents } from '@/db/schema/audit'
import { authenticators } from '@/db/schema/authenticators'
import { psus } from '@/db/schema/psus'
import { recoveryCodes } from '@/db/schema/recovery-codes'
import { sessions } from '@/db/schema/sessions'
import { recordEvent } from '@/lib/audit/record-event'
import { env } from '@/lib/env'
import { Refusal } from '@/lib/errors'
import { indexKey } from '@/lib/vault/vault'

/**
 * What a notice about a recovery carries, so that its reader can say "this wasn't me" without a passkey: they may have lost
 * every one. It can end that one recovery and nothing else, tells nothing about anybody, and is dead with the cool-down.
 */
export async function objectionToken(credentialId: string): Promise<string> {
  return (await indexKey()).index('authenticators.objection', credentialId).toString('base64url')
}

/** The recovery that a notice's link is about; null where it is over, was ended, or never was. */
export async function findObjectable({ token, now }: FindObjectable): Promise<Objectable | null> {
  const { credentialId, psuId, createdAt, coolsUntil } = authenticators
  const cooling = await database()
    .select({ credentialId, psuId, createdAt, coolsUntil })
    .from(authenticators)
    .where(gt(coolsUntil, now))
  for (const { coolsUntil: until, ...one } of cooling)
    if (until && (await objectionToken(one.credentialId)) === token)
      return { psuId: one.psuId, madeAt: one.createdAt, until }
  return null
}

/** Whether the recovery that such a link is about was ended by the customer lately: told by the trail, the passkey is gone. */
export async function objectionDone({ token, now }: FindObjectable): Promise<boolean> {
  const since = new Date(now.getTime() - env.RECOVERY_COOL_DOWN_HOURS * 3_600_000)
  const objected = alias(auditEvents, 'objected')
  const ended = await database()
    .select({ subject: auditEvents.subject })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.type, 'authenticator.created'),
        inArray(sql`${auditEvents.detail} ->> 'by'`, ['recovery', 'reset']),
        gt(auditEvents.at, since),
        exists(
          database()
            .select({ id: objected.id })
            .from(objected)
            .where(
              and(
                eq(objected.psuId, auditEvents.psuId),
                eq(objected.type, 'recovery.objected'),
                gte(objected.at, auditEvents.at),
              ),
            ),
        ),
      ),
    )
  const tokens = ended.map(({ subject }) => objectionToken(subject.replace(/^authenticator:/, '')))
  return (await Promise.all(tokens)).includes(token)
}

/** The same by the link of a notice, from anybody who has it. Throws `status_invalid` when there is nothing left to end. */
export async function objectByToken({ token, requestId, now }: ObjectByToken): Promise<void> {
  const found = await findObjectable({ token, now })
  if (!found) throw new Refusal('status_invalid')
  await objectToRecovery({ psuId: found.psuId, by: 'link', sessionId: null, requestId, now })
}

/**
 * "This wasn't me": the passkeys that recoveries have made go, with every session they opened; so do all recovery codes and
 * every code that the bank has sent, so that nothing can be recovered before the bank has seen the customer again. What the
 * customer had before stays. Not by such a passkey itself: `cooling_down`. Throws `status_invalid` where no recovery cools.
 */
export async function objectToRecovery(input: ObjectToRecovery): Promise<void> {
  const { psuId, by, sessionId, requestId, now } = input
  await database().transaction(async (tx) => {
    await tx.select({ id: psus.id }).from(psus).where(eq(psus.id, psuId)).for('update')
    const removed = await tx
      .delete(authenticators)
      .where(and(eq(authenticators.psuId, psuId), gt(authenticators.coolsUntil, now)))
      .returning({ credentialId: authenticators.credentialId })
    const ids = removed.map(({ credentialId }) => credentialId)
    if (ids.length === 0) throw new Refusal('status_invalid')
    if (sessionId && (await isOpenedBy(tx, sessionId, ids))) throw new Refusal('cooling_down')
    await tx
      .update(sessions)
      .set({ endedAt: now, endReason: 'locked' })
      .where(and(inArray(sessions.credentialId, ids), isNull(sessions.endedAt)))
    await tx.delete(recoveryCodes).where(eq(recoveryCodes.psuId, psuId))
    await tx
      .update(activationCodes)
      .set({ expiresAt: now })
      .where(
        and(
          eq(activationCodes.psuId, psuId),
          isNull(activationCodes.usedAt),
          gt(activationCodes.expiresAt, now),
        ),
      )
    await recordEvent(tx, {
      at: now,
      type: 'recovery.objected',
      actor: by === 'link' ? 'anonymous' : `psu:${psuId}`,
      subject: `psu:${psuId}`,
      psuId,
      requestId,
      detail: { by, passkeys: ids.length },
    })
  })
}

async function isOpenedBy(tx: Transaction, sessionId: string, credentialIds: string[]): Promise<boolean> {
  const found = await tx
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.id, sessionId), inArray(sessions.credentialId, credentialIds)))
  return found.length > 0
}

type FindObjectable = { token: string; now: Date }
type Objectable = { psuId: string; madeAt: Date; until: Date }
type ObjectByToken = FindObjectable & { requestId: string | null }
type ObjectToRecovery = {
  psuId: string
  by: 'session' | 'link'
  sessionId: string | null
  requestId: string | null
  now: Date
}
