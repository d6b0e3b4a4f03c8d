import 'server-only'
import { and, eq, gt, inArray, sql } from 'drizzle-orm'
import { v4 as randomId } from 'uuid'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { exports } from '@/db/schema/exports'
import { psus } from '@/db/schema/psus'
import type { Language } from '@/i18n/languages'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { Refusal } from '@/lib/errors'
import { enqueueJob } from '@/lib/outbox/enqueue-job'
import { requireSettledPasskey } from '@/lib/psu/cool-down'
import { isRecentAuthentication } from '@/lib/sca/recent-authentication'
import { HELD_TABLES } from './held-tables'

/** How long a copy can be fetched. */
const VALID = sql`interval '7 days'`
const A_DAY_MAX = 3

/**
 * A customer asks for a copy of everything about them (GDPR Art. 15, 20): a job makes it. Where one is being made already, that
 * one is meant. Only just after the passkey was used (`session_ended`), not within the cool-down of a recovery
 * (`cooling_down`), and three times a day (`too_many_requests`).
 */
export async function requestExport(asked: RequestExport): Promise<{ exportId: string }> {
  const { psuId, authenticatedAt, credentialId, language, requestId } = asked
  return database().transaction(async (tx) => {
    const at = await now(tx)
    if (!isRecentAuthentication(authenticatedAt, at)) throw new Refusal('session_ended')
    await requireSettledPasskey(tx, { credentialId, now: at })
    // The customer first, as everywhere: of two requests at once the second finds the first.
    await tx.select({ id: psus.id }).from(psus).where(eq(psus.id, psuId)).for('update')
    const [open] = await tx
      .select({ id: exports.id })
      .from(exports)
      .where(and(eq(exports.psuId, psuId), inArray(exports.state, ['waiting', 'running'])))
    if (open) return { exportId: open.id }
    // By the trail: an erasure takes the copies themselves away.
    const lately = and(
      eq(auditEvents.psuId, psuId),
      eq(auditEvents.type, 'export.requested'),
      gt(auditEvents.at, sql`placet_now() - interval '1 day'`),
    )
    if ((await tx.$count(auditEvents, lately)) >= A_DAY_MAX) throw new Refusal('too_many_requests')
    const exportId = randomId()
    await tx.insert(exports).values({
      id: exportId,
      psuId,
      state: 'waiting',
      locale: language,
      failures: 0,
      tablesDone: 0,
      tablesTotal: HELD_TABLES.length,
      requestedAt: at,
      endsAt: sql`placet_now() + ${VALID}`,
    })
    await enqueueJob(tx, 'export.build', { exportId }, { runAt: new Date(), jobKey: `export:${exportId}` })
    await recordEvent(tx, {
      at,
      type: 'export.requested',
      actor: `psu:${psuId}`,
      subject: `psu:${psuId}`,
      psuId,
      requestId,
      detail: { exportId },
    })
    return { exportId }
  })
}

/** `language`: in which the readable part is written. */
type RequestExport = {
  psuId: string
  authenticatedAt: Date
  credentialId: string
  language: Language
  requestId: string | null
}
