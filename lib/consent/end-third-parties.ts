import 'server-only'
import { and, eq, inArray, lte, ne, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { tpps } from '@/db/schema/tpps'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { predecessorsOf } from './consent'
import { endConsent } from './end-consent'
import { rejectConsent } from './lapse-consent'

const AT_ONCE = 200

/**
 * Writes down what the clock has already decided about third parties whose announced end has come: they are `ended`, and
 * every consent of theirs with them. Nothing could be read since that moment. Run early, late or twice it does no harm, and
 * what was interrupted is taken up where it stood.
 */
export async function endThirdParties(): Promise<void> {
  const due = await database()
    .select({ id: tpps.id, status: tpps.status })
    .from(tpps)
    .where(sql`${tpps.endsAt} <= placet_now()`)
  for (const { id, status } of due) {
    await endConsentsOf(id)
    if (status !== 'ended') await writeEnded(id)
  }
}

async function endConsentsOf(tppId: string): Promise<void> {
  const open = [...new Set([...predecessorsOf('expired'), ...predecessorsOf('rejected')])]
  for (;;) {
    const rows = await database()
      .select({ id: consents.id, status: consents.status, psuId: consents.psuId })
      .from(consents)
      .where(and(eq(consents.tppId, tppId), inArray(consents.status, open)))
      .orderBy(consents.id)
      .limit(AT_ONCE)
    let changed = 0
    for (const row of rows) if (await endOne({ ...row, tppId })) changed += 1
    // One that has run out by the clock is left to the job that says so; without progress there is nothing more to do.
    if (rows.length < AT_ONCE || changed === 0) return
  }
}

async function endOne({ id: consentId, status, psuId, tppId }: Open): Promise<boolean> {
  if (status === 'valid')
    return endConsent({
      consentId,
      whose: eq(consents.tppId, tppId),
      to: 'expired',
      event: 'consent.ended-by-bank',
      actor: 'system',
      requestId: null,
      alongside: async (tx) => {
        await tx.update(consents).set({ endedByBank: true }).where(eq(consents.id, consentId))
      },
    })
  // Berlin Group: what was never valid is rejected.
  return database().transaction(async (tx) =>
    rejectConsent(tx, { at: await now(tx), consentId, psuId, tppId, actor: 'system', requestId: null }),
  )
}

/** After its consents, so that a run that was interrupted is found again. */
async function writeEnded(tppId: string): Promise<void> {
  await database().transaction(async (tx) => {
    const at = await now(tx)
    const ended = await tx
      .update(tpps)
      .set({ status: 'ended' })
      .where(and(eq(tpps.id, tppId), ne(tpps.status, 'ended'), lte(tpps.endsAt, at)))
      .returning({ id: tpps.id })
    if (ended.length === 0) return
    await recordEvent(tx, { at, type: 'tpp.ended', actor: 'system', subject: `tpp:${tppId}`, tppId })
  })
}

type Open = Pick<typeof consents.$inferSelect, 'id' | 'status' | 'psuId'> & { tppId: string }
