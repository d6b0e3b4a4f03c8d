import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { database } from '@/db/connection'
import { holds } from '@/db/schema/holds'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { requireSettledSession } from '@/lib/psu/cool-down'
import { lockAllowed } from './lock-allowed'

/**
 * The customer lifts their own pause: reads are served again, unless the bank or another holder has paused it too. It
 * gives what the customer had allowed already, so nobody signs in again. Resuming what this customer has not paused
 * changes nothing. Throws `consent_unknown`, and `status_invalid` where the permission has ended meanwhile, and
 * `cooling_down` in a session of a passkey that a recovery has just made.
 */
export async function resumeByPsu({
  consentId,
  psuId,
  sessionId,
  requestId,
}: ResumeByPsu): Promise<{ resumedNow: boolean }> {
  return database().transaction(async (tx) => {
    const consent = await lockAllowed(tx, { consentId, psuId })
    const at = await now(tx)
    await requireSettledSession(tx, { sessionId, now: at })
    const lifted = await tx
      .update(holds)
      .set({ liftedAt: at })
      .where(and(eq(holds.consentId, consentId), eq(holds.psuId, psuId), isNull(holds.liftedAt)))
      .returning({ id: holds.id })
    if (lifted.length === 0) return { resumedNow: false }
    await recordEvent(tx, {
      at,
      type: 'consent.resumed',
      actor: `psu:${psuId}`,
      subject: `consent:${consentId}`,
      psuId: consent.psuId,
      tppId: consent.tppId,
      consentId,
      requestId,
    })
    return { resumedNow: true }
  })
}

type ResumeByPsu = { consentId: string; psuId: string; sessionId: string; requestId: string | null }
