import 'server-only'
import { and, eq, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { endTokens } from './end-tokens'

/**
 * Says what the clock has already decided: readers refuse from `endsAt` on, this writes the status and tells people.
 * Run early, late or twice it does no harm.
 */
export async function expireConsent({ consentId }: { consentId: string }): Promise<void> {
  await database().transaction(async (tx) => {
    const [expired] = await tx
      .update(consents)
      .set({ status: 'expired', lastActionAt: sql`${consents.endsAt}` })
      .where(
        and(
          eq(consents.id, consentId),
          eq(consents.status, 'valid'),
          sql`${consents.endsAt} <= placet_now()`,
        ),
      )
      .returning({ grantId: consents.grantId, psuId: consents.psuId, tppId: consents.tppId })
    if (!expired) return
    await endTokens(tx, expired.grantId)
    await recordEvent(tx, {
      at: await now(tx),
      type: 'consent.expired',
      actor: 'system',
      subject: `consent:${consentId}`,
      psuId: expired.psuId,
      tppId: expired.tppId,
      consentId,
    })
  })
}
