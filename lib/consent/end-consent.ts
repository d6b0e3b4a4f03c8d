import 'server-only'
import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import type { Actor, EventType } from '@/lib/audit/event-catalogue'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { Refusal } from '@/lib/errors'
import { type ConsentStatus, predecessorsOf } from './consent'
import { endTokens } from './end-tokens'

/**
 * Ends a consent, whoever says so: status, tokens, trail and queued messages change in one transaction, so no read
 * can succeed after it commits. `whose` is the ownership, inside the statement that acts: a foreign consent is
 * `consent_unknown` exactly like an absent one. Repeating it changes nothing and returns false.
 */
export async function endConsent({
  consentId,
  whose,
  to,
  event,
  actor,
  requestId,
}: EndConsent): Promise<boolean> {
  return database().transaction(async (tx) => {
    const own = and(eq(consents.id, consentId), whose)
    const [ended] = await tx
      .update(consents)
      .set({ status: to, lastActionAt: sql`placet_now()` })
      .where(and(own, inArray(consents.status, predecessorsOf(to)), sql`${consents.endsAt} > placet_now()`))
      .returning({ grantId: consents.grantId, psuId: consents.psuId, tppId: consents.tppId })
    if (!ended) {
      await requireKnown(tx, own)
      return false
    }
    await endTokens(tx, ended.grantId)
    await recordEvent(tx, {
      at: await now(tx),
      type: event,
      actor,
      subject: `consent:${consentId}`,
      psuId: ended.psuId,
      tppId: ended.tppId,
      consentId,
      requestId,
    })
    return true
  })
}

async function requireKnown(tx: Transaction, own: SQL | undefined): Promise<void> {
  const known = await tx.select({ id: consents.id }).from(consents).where(own)
  if (known.length === 0) throw new Refusal('consent_unknown')
}

type EndConsent = {
  consentId: string
  whose: SQL
  to: ConsentStatus
  event: EventType
  actor: Actor
  requestId: string | null
}
