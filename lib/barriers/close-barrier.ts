import 'server-only'
import { and, eq, isNotNull, sql } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { barrierReports } from '@/db/schema/barrier-reports'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { Refusal } from '@/lib/errors'
import { bankKey } from '@/lib/vault/vault'
import type { BarrierOutcome } from './barrier-report'

/**
 * Staff close a report, with a note of what was found and done: `answered` when they have written to whoever reported it.
 * Throws `resource_unknown`, `already_decided`, and `status_invalid` for an answer to somebody who left no address.
 */
export async function closeBarrier({ id, staffId, outcome, note, requestId }: CloseBarrier): Promise<void> {
  const sealedNote = (await bankKey()).seal('barrier_reports.note', note)
  await database().transaction(async (tx) => {
    const at = await now(tx)
    const closed = await tx
      .update(barrierReports)
      .set({ state: outcome, closedAt: at, closedBy: `staff:${staffId}`, sealedNote })
      .where(
        and(
          eq(barrierReports.id, id),
          eq(barrierReports.state, 'new'),
          outcome === 'answered' ? isNotNull(barrierReports.sealedAddress) : undefined,
        ),
      )
      .returning({ id: barrierReports.id })
    if (closed.length === 0) throw await whyNot(tx, id)
    await recordEvent(tx, {
      at,
      type: 'barrier.closed',
      actor: `staff:${staffId}`,
      subject: `barrier:${id}`,
      requestId,
      detail: { outcome },
    })
  })
}

async function whyNot(tx: Transaction, id: string): Promise<Refusal> {
  const [report] = await tx
    .select({ state: barrierReports.state })
    .from(barrierReports)
    .where(eq(barrierReports.id, id))
  if (!report) return new Refusal('resource_unknown')
  return new Refusal(report.state === 'new' ? 'status_invalid' : 'already_decided')
}

/** Forgets by which address an answer was wanted, 30 days after it was given and a year after it was asked for. */
export async function forgetAddresses(): Promise<void> {
  await database()
    .update(barrierReports)
    .set({ sealedAddress: null })
    .where(
      and(
        isNotNull(barrierReports.sealedAddress),
        sql`(closed_at < placet_now() - interval '30 days' or reported_at < placet_now() - interval '1 year')`,
      ),
    )
}

type CloseBarrier = {
  id: string
  staffId: string
  outcome: BarrierOutcome
  note: string
  requestId: string | null
}
