import 'server-only'
import { and, eq, inArray, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
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
 * Ends a consent as a part of the caller's transaction: status, tokens, trail and queued messages. `whose` is the
 * ownership, inside the statement that acts: a foreign consent is `consent_unknown` exactly like an absent one. Repeating
 * it changes nothing and returns false.
 */
export async function endWithin(tx: Transaction, end: EndWithin): Promise<boolean> {
  const { consentId, whose, to, event, actor, requestId, endedBy = customerOf(actor), personal } = end
  const own = and(eq(consents.id, consentId), whose)
  // One that was valid has expired by the clock; one that nobody answered can be ended at any time.
  const stillThere = or(ne(consents.status, 'valid'), sql`${consents.endsAt} > placet_now()`)
  const [ended] = await tx
    .update(consents)
    .set({
      // One that has given everything is expired already, and that is final; only its last list still has pages.
      status: sql`case when ${consents.readsLeft} = 0 then 'expired' else ${to} end`,
      endedBy,
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
  const subject = `consent:${consentId}` as const
  if (ended.status !== to) await recordEvent(tx, { ...decision, type: 'consent.expired', subject })
  else await recordEvent(tx, { ...decision, type: event, subject, ...(personal && { personal }) })
  return true
}

async function requireKnown(tx: Transaction, own: SQL | undefined): Promise<void> {
  const known = await tx.select({ id: consents.id }).from(consents).where(own)
  if (known.length === 0) throw new Refusal('consent_unknown')
}

/** `endedBy`: the customer whose word it was, where that was not the actor's own; `personal` stands sealed in the trail. */
export type EndWithin = {
  consentId: string
  whose: SQL
  to: ConsentStatus
  event: EventType
  actor: Actor
  requestId: string | null
  endedBy?: string | null
  personal?: Record<string, unknown>
}
