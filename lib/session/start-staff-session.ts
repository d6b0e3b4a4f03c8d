import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { database } from '@/db/connection'
import { staff, staffPasskeys, staffSessions } from '@/db/schema/staff'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import { hashSessionToken, newSessionToken } from './session-cookie'
import { clearStaffToken, readStaffToken, writeStaffToken } from './staff-cookie'

/**
 * Opens a session for a colleague whose passkey has just been verified, under a new token; the one this browser had before
 * ends (session fixation). Throws `sca_failed` when the colleague or the passkey has meanwhile been blocked.
 */
export async function startStaffSession(input: StartStaffSession): Promise<void> {
  const { staffId, credentialId, requestId, now } = input
  const previous = await readStaffToken()
  const token = newSessionToken()
  await database().transaction(async (tx) => {
    const [held] = await tx
      .select({ status: staff.status, lockedForGood: staffPasskeys.lockedForGood })
      .from(staff)
      .innerJoin(staffPasskeys, eq(staffPasskeys.staffId, staff.id))
      .where(and(eq(staff.id, staffId), eq(staffPasskeys.credentialId, credentialId)))
      .for('share')
    if (held?.status !== 'active' || held.lockedForGood) throw new Refusal('sca_failed')
    if (previous)
      await tx
        .update(staffSessions)
        .set({ endedAt: now, endReason: 'replaced' })
        .where(and(eq(staffSessions.tokenHash, hashSessionToken(previous)), isNull(staffSessions.endedAt)))
    await tx.insert(staffSessions).values({
      id: newId(),
      tokenHash: hashSessionToken(token),
      staffId,
      credentialId,
      authenticatedAt: now,
      lastSeenAt: now,
    })
    const actor = `staff:${staffId}` as const
    await recordEvent(tx, { at: now, type: 'staff.signed-in', actor, subject: actor, requestId })
  })
  await writeStaffToken(token)
}

/** Signs staff out on the server: a copied cookie is dead from then on. */
export async function endStaffSession({
  staffId,
  sessionId,
  requestId,
  now,
}: EndStaffSession): Promise<void> {
  await database().transaction(async (tx) => {
    await tx
      .update(staffSessions)
      .set({ endedAt: now, endReason: 'signed-out' })
      .where(
        and(
          eq(staffSessions.id, sessionId),
          eq(staffSessions.staffId, staffId),
          isNull(staffSessions.endedAt),
        ),
      )
    const actor = `staff:${staffId}` as const
    await recordEvent(tx, { at: now, type: 'staff.signed-out', actor, subject: actor, requestId })
  })
  await clearStaffToken()
}

type StartStaffSession = { staffId: string; credentialId: string; requestId: string | null; now: Date }
type EndStaffSession = { staffId: string; sessionId: string; requestId: string | null; now: Date }
