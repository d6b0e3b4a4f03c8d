import 'server-only'
import { eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { Refusal } from '@/lib/errors'
import { findPsu } from '@/lib/psu/find-psu'
import { consentReference } from './consent'
import { endWithin } from './end-within'
import { holdTogether } from './find-acted-permissions'
import { findPrincipals } from './find-principals'
import { holdCustomers } from './hold-customers'
import { accountsOf, mayStopAny, reachedBy } from './mandate-reach'

/**
 * Somebody stops a permission for the business or the customer they act for, as their mandate has it in the ledger at this
 * moment: the same stop as the customer's own, with who acted as its author. It stands in the trail of both, who acted and
 * for whom, and everybody who had allowed it is told by whom it was stopped. Stopping what has ended changes nothing. Throws
 * `consent_unknown` where no mandate reaches it (any more), exactly like an absent one.
 */
export async function stopForPrincipal(input: StopForPrincipal): Promise<{ stoppedNow: boolean }> {
  const { consentId, principalId, agentId, requestId } = input
  const [actedFor] = await findPrincipals({ agentId, principalId })
  const agent = await findPsu(agentId)
  if (!actedFor || !agent || !mayStopAny(actedFor.mandates)) throw new Refusal('consent_unknown')
  const { principal, name, mandates } = actedFor
  const psuId = principal.kind === 'customer' ? principal.id : null
  const whose = reachedBy({
    consentId,
    psuId,
    accountIds: accountsOf(mandates, 'stop'),
    alsoHolder: psuId !== null && (await holdTogether(psuId, agentId)),
  })
  const actor = `psu:${agentId}` as const
  return database().transaction(async (tx) => {
    await holdCustomers(tx, agentId)
    const stoppedNow = await endWithin(tx, {
      ...{ consentId, whose, actor, requestId },
      to: 'revokedByPsu',
      event: 'consent.revoked-by-agent',
      personal: { agent: agent.name, for: name, mandate: principal.kind },
    })
    if (!stoppedNow) return { stoppedNow }
    const [consent] = await tx
      .select({ tppId: consents.tppId })
      .from(consents)
      .where(eq(consents.id, consentId))
    await recordEvent(tx, {
      ...{ actor, subject: actor, psuId: agentId, requestId },
      at: await now(tx),
      type: 'mandate.used',
      tppId: consent?.tppId ?? null,
      detail: { for: principal.kind },
      personal: { name, reference: consentReference(consentId) },
    })
    return { stoppedNow }
  })
}

type StopForPrincipal = {
  consentId: string
  /** For whom: a customer, or a business by the bank's id of it. */
  principalId: string
  agentId: string
  requestId: string | null
}
