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
  const { authorisationId, scaStatus, consentId, ...rest } = input
  await recordEvent(tx, {
    ...rest,
    consentId,
    type: 'authorisation.changed',
    subject: `consent:${consentId}`,
    detail: { authorisationId, scaStatus },
  })
}

type RecordScaStatus = {
  at: Date
  authorisationId: string
  scaStatus: (typeof SCA_STATUSES)[number]
  consentId: string
  psuId: string | null
  tppId: string
  actor: Actor
  requestId: string | null
}
