import 'server-only'
import { and, eq, inArray, ne, or, type SQL, sql } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import type { Actor, EventType } from '@/lib/audit/event-catalogue'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { Refusal } from '@/lib/errors'
import { type ConsentStatus, predecessorsOf } from './consent'
import { customerOf } from './customer-of'
import { endTokens } from './end-tokens'
import { failAuthorisation } from './fail-authorisation'

/**
 * Ends a consent, whoever says so: status, tokens, trail and queued messages change in one transaction, so no read
 * can succeed after it commits. `whose` is the ownership, inside the statement that acts: a foreign consent is
 * `consent_unknown` exactly like an absent one. Repeating it changes nothing and returns false. `alongside` runs in the
 * same transaction, last: when it fails, nothing has ended.
 */
export async function endConsent({
  consentId,
  whose,
  to,
  event,
  actor,
  requestId,
  alongside,
}: EndConsent): Promise<boolean> {
  return database().transaction(async (tx) => {
    const own = and(eq(consents.id, consentId), whose)
    // One that was valid has expired by the clock; one that nobody answered can be ended at any time.
    const stillThere = or(ne(consents.status, 'valid'), sql`${consents.endsAt} > placet_now()`)
    const [ended] = await tx
      .update(consents)
      .set({
        // One that has given everything is expired already, and that is final; only its last list still has pages.
        status: sql`case when ${consents.readsLeft} = 0 then 'expired' else ${to} end`,
        endedBy: customerOf(actor),
        lastActionAt: sql`placet_now()`,
      })
      .where(and(own, inArray(consents.status, predecessorsOf(to)), stillThere))
      .returning({
        status: consents.status,
        grantId: consents.grantId,
        psuId: consents.psuId,
        tppId: consents.tppId,
      })
    if (!ended) {
      await requireKnown(tx, own)
      return false
    }
    await endTokens(tx, ended.grantId)
    const { psuId, tppId } = ended
    const decision = { at: await now(tx), consentId, psuId, tppId, actor, requestId }
    await failAuthorisation(tx, decision)
    const type = ended.status === to ? event : 'consent.expired'
    await recordEvent(tx, { ...decision, type, subject: `consent:${consentId}` })
    await alongside?.(tx)
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
  alongside?: (tx: Transaction) => Promise<void>
}
