import 'server-only'
import { count, eq } from 'drizzle-orm'
import { v4 as randomId } from 'uuid'
import type { z } from 'zod'
import { database } from '@/db/connection'
import { barrierReports } from '@/db/schema/barrier-reports'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { Refusal } from '@/lib/errors'
import { bankKey } from '@/lib/vault/vault'
import type { BarrierFields } from './barrier-report'

/** Anybody may write here: what nobody can read any more in a week is kept out, whatever networks it comes from. */
const NEW_MAX = 1000

/**
 * Keeps what somebody says keeps them out, for staff to read. Whose words they are is not asked and not noted, signed in or not.
 * Throws `too_many_requests` while a thousand wait: the pages say by which telephone it can be told.
 */
export async function reportBarrier(given: ReportBarrier): Promise<{ id: string }> {
  const { text, place, address, language, requestId } = given
  const key = await bankKey()
  const seal = (column: string, value: string | null) =>
    value === null ? null : key.seal(`barrier_reports.${column}`, value)
  return database().transaction(async (tx) => {
    const [waiting] = await tx
      .select({ reports: count() })
      .from(barrierReports)
      .where(eq(barrierReports.state, 'new'))
    if ((waiting?.reports ?? 0) >= NEW_MAX) throw new Refusal('too_many_requests')
    const at = await now(tx)
    const id = randomId()
    await tx.insert(barrierReports).values({
      id,
      state: 'new',
      language,
      sealedText: key.seal('barrier_reports.text', text),
      sealedPlace: seal('place', place),
      sealedAddress: seal('address', address),
      reportedAt: at,
    })
    await recordEvent(tx, {
      at,
      type: 'barrier.reported',
      actor: 'anonymous',
      subject: `barrier:${id}`,
      requestId,
      detail: { language, wantsAnswer: address !== null },
    })
    return { id }
  })
}

type ReportBarrier = z.infer<typeof BarrierFields> & { language: string; requestId: string | null }
