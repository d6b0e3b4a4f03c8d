import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { v4 as randomId } from 'uuid'
import { database } from '@/db/connection'
import { holds } from '@/db/schema/holds'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { lockAllowed } from './lock-allowed'

/** Why there is a hold, where a customer placed it: they are asked for no reason. */
const BY_CUSTOMER = 'customer'

/**
 * The customer pauses a live permission: from the commit on nothing is read, on any instance, until they resume it. Its
 * status, its end, the count of reads and the 180 days stay what they are, and its tokens open nothing. Where several
 * hold the account, each pauses for themselves, and it is paused as long as one of them wants it. Pausing twice changes
 * nothing. Throws `consent_unknown`, and `status_invalid` where it is not live (any more).
 */
export async function pauseByPsu({
  consentId,
  psuId,
  requestId,
}: PauseByPsu): Promise<{ pausedNow: boolean }> {
  return database().transaction(async (tx) => {
    const consent = await lockAllowed(tx, { consentId, psuId })
    const own = and(eq(holds.consentId, consentId), eq(holds.psuId, psuId), isNull(holds.liftedAt))
    if ((await tx.select({ id: holds.id }).from(holds).where(own)).length > 0) return { pausedNow: false }
    const at = await now(tx)
    await tx.insert(holds).values({
      id: randomId(),
      consentId,
      placedBy: consent.psuId === psuId ? 'customer' : 'holder',
      psuId,
      reason: BY_CUSTOMER,
      placedAt: at,
    })
    await recordEvent(tx, {
      at,
      type: 'consent.paused',
      actor: `psu:${psuId}`,
      subject: `consent:${consentId}`,
      psuId: consent.psuId,
      tppId: consent.tppId,
      consentId,
      requestId,
    })
    return { pausedNow: true }
  })
}

type PauseByPsu = { consentId: string; psuId: string; requestId: string | null }
