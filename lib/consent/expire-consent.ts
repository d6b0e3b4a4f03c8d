import 'server-only'
import { and, eq, sql } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { enqueueJob } from '@/lib/outbox/enqueue-job'
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
    if (!expired) return askAgain(tx, consentId)
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

/** A one-off consent whose only use gave nothing has its own end again, and the job that came for the short one waits for it. */
async function askAgain(tx: Transaction, consentId: string): Promise<void> {
  const [open] = await tx
    .select({ endsAt: consents.endsAt })
    .from(consents)
    .where(and(eq(consents.id, consentId), eq(consents.status, 'valid'), eq(consents.recurring, false)))
  if (!open) return
  // The queue runs by the machine's clock, whatever the sandbox's says.
  const runAt = new Date(Date.now() + open.endsAt.getTime() - (await now(tx)).getTime())
  await enqueueJob(tx, 'consent.expire', { consentId }, { runAt, jobKey: `consent.expire:${consentId}` })
}
