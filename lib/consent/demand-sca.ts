import 'server-only'
import { and, eq, sql } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { psus } from '@/db/schema/psus'
import { scaDemands } from '@/db/schema/sca-demands'
import type { Actor } from '@/lib/audit/event-catalogue'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { Refusal } from '@/lib/errors'
import { vaultKey } from '@/lib/vault/vault'

const REASON_LENGTH_MIN = 10

/**
 * Demands that a customer authenticates anew before a third party reads on, within the 180 days: only for a suspicion
 * of fraud that is written down (RTS Art. 10a(3)). From the commit on nothing is read under that customer's consents to
 * it, until the customer approves one of its requests. `format_error` without a reason, `consent_unknown` where the
 * third party has no valid consent of this customer.
 */
export async function demandSca({ psuId, tppId, reason, actor }: DemandSca): Promise<{ consents: number }> {
  if (reason.trim().length < REASON_LENGTH_MIN)
    throw new Refusal('format_error', { path: 'reason', text: 'Say what makes you suspect fraud.' })
  return database().transaction(async (tx) => {
    const at = await now(tx)
    // One decision about a customer at a time: an approval at the same moment would not see the demand.
    const [psu] = await tx
      .select({ keyId: psus.keyId })
      .from(psus)
      .where(eq(psus.id, psuId))
      .for('no key update')
    if (!psu) throw new Refusal('consent_unknown')
    const key = await vaultKey(psu.keyId)
    const held = await tx
      .update(consents)
      .set({ scaAt: null })
      .where(
        and(
          eq(consents.psuId, psuId),
          eq(consents.tppId, tppId),
          eq(consents.kind, 'accountInformation'),
          eq(consents.status, 'valid'),
          sql`${consents.endsAt} > placet_now()`,
        ),
      )
      .returning({ id: consents.id })
    if (held.length === 0) throw new Refusal('consent_unknown')
    const demandId = newId()
    await tx.insert(scaDemands).values({
      id: demandId,
      psuId,
      tppId,
      sealedReason: key.seal('sca_demands.reason', reason),
      demandedBy: actor,
      demandedAt: at,
    })
    await recordEvent(tx, {
      at,
      type: 'sca.demanded',
      actor,
      subject: `psu:${psuId}`,
      psuId,
      tppId,
      detail: { demandId, consents: held.map(({ id }) => id) },
      personal: { reason },
    })
    return { consents: held.length }
  })
}

type DemandSca = { psuId: string; tppId: string; reason: string; actor: Extract<Actor, `staff:${string}`> }
