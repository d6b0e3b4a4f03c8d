import 'server-only'
import type { Transaction } from '@/db/connection'
import type { SCA_STATUSES } from '@/db/schema/authorisations'
import type { Actor } from '@/lib/audit/event-catalogue'
import { recordEvent } from '@/lib/audit/record-event'

/**
 * Records that an authorisation of a consent has another scaStatus, in the transaction that gave it; whoever changes one
 * calls this, so that a third party that asked for it (mode SCA) is told of each.
 */
export async function recordScaStatus(tx: Transaction, input: RecordScaStatus): Promise<void> {
  const { authorisationId, scaStatus, at, consentId, psuId, tppId, actor, requestId } = input
  await recordEvent(tx, {
    at,
    actor,
    psuId,
    tppId,
    consentId,
    requestId,
    type: 'authorisation.changed',
    subject: `consent:${consentId}`,
    detail: { authorisationId, scaStatus },
  })
}

/** What decided about a consent, and with it about its authorisations. */
export type ConsentDecision = {
  at: Date
  consentId: string
  psuId: string | null
  tppId: string
  actor: Actor
  requestId: string | null
}
type RecordScaStatus = ConsentDecision & {
  authorisationId: string
  scaStatus: (typeof SCA_STATUSES)[number]
}
